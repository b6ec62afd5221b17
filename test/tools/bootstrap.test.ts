import { spawn } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

/*
 * A project of its own in a temporary folder: the real bootstrap.mjs, this Node.js in place of the pinned one, and an
 * npm that only notes what it was asked for.
 */
const bootstrap = fileURLToPath(new URL('../../tools/bootstrap.mjs', import.meta.url))
const packages = ['tools/toolchain', '.', 'functions', 'web']
let project = ''

beforeEach(() => {
  // Its real path, as the shell in npm's place will print it.
  project = realpathSync(mkdtempSync(join(tmpdir(), 'tidemark-bootstrap-')))
  for (const folder of packages) {
    mkdirSync(join(project, folder, 'node_modules'), { recursive: true })
    writeFileSync(join(project, folder, 'package-lock.json'), `{"name":"${folder}"}`)
  }
  const node = join(project, 'tools/toolchain/node_modules/node/bin')
  mkdirSync(node, { recursive: true })
  symlinkSync(process.execPath, join(node, 'node'))
  copyFileSync(bootstrap, join(project, 'tools/bootstrap.mjs'))
  npmThat('exit 0')
})
afterEach(() => rmSync(project, { recursive: true, force: true }))

/** Puts an npm on the PATH that notes its folder and arguments, and then does as told. */
function npmThat(does: string): void {
  mkdirSync(join(project, 'bin'), { recursive: true })
  const npm = join(project, 'bin/npm')
  writeFileSync(npm, `#!/bin/sh\necho "$PWD $*" >> "${project}/npm.log"\n${does}\n`)
  chmodSync(npm, 0o755)
}

function script(source: string): void {
  writeFileSync(join(project, 'tools/task.ts'), source)
}

interface Outcome {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

function start(
  args: readonly string[] = [],
  nodeArgs: readonly string[] = [],
): { outcome: Promise<Outcome>; kill: (signal: NodeJS.Signals) => void } {
  const child = spawn(process.execPath, [...nodeArgs, join(project, 'tools/bootstrap.mjs'), 'tools/task.ts', ...args], {
    env: {
      ...process.env,
      PATH: [join(project, 'bin'), process.env.PATH].join(delimiter),
      npm_package_name: 'outer',
    },
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
  const outcome = new Promise<Outcome>((resolve) => {
    child.once('close', (status) => resolve({ status, stdout, stderr }))
  })
  return { outcome, kill: (signal) => child.kill(signal) }
}

/** The folders that npm installed into so far, below the project. */
function installed(): string[] {
  if (!existsSync(join(project, 'npm.log'))) return []
  const lines = readFileSync(join(project, 'npm.log'), 'utf8').trim().split('\n')
  for (const line of lines) expect(line).toContain(' ci ')
  return lines.map((line) => (line.split(' ')[0] ?? '').slice(project.length + 1))
}

describe('bootstrap', () => {
  it('installs what is missing, once, and again after a change of the lockfile', async () => {
    script("console.log('ran')")
    expect(await start().outcome).toMatchObject({ status: 0, stdout: 'ran\n' })
    expect(installed()).toEqual(['tools/toolchain', '', 'functions', 'web'])
    await start().outcome
    expect(installed()).toHaveLength(4)
    writeFileSync(join(project, 'functions/package-lock.json'), '{"name":"changed"}')
    await start().outcome
    expect(installed().slice(4)).toEqual(['functions'])
  })

  it('runs the script on the pinned Node.js with its arguments, away from the outer package', async () => {
    script('console.log(process.argv.slice(2).join(), process.env.PATH?.split(":")[0], process.env.npm_package_name)')
    const { stdout } = await start(['--every', '30s']).outcome
    expect(stdout).toBe(`--every,30s ${join(project, 'tools/toolchain/node_modules/node/bin')} undefined\n`)
  })

  it.each([
    ['process.exit(7)', 7],
    ["process.kill(process.pid, 'SIGKILL')", 137],
  ])('passes on the exit status of: %s', async (source, status) => {
    script(source)
    expect((await start().outcome).status).toBe(status)
  })

  it('refuses Windows, and says where it works', async () => {
    script("console.log('ran')")
    const windows = `Object.defineProperty(process, 'platform', { value: 'win32' })`
    const { status, stdout, stderr } = await start([], ['--import', `data:text/javascript,${windows}`]).outcome
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain('run them inside WSL')
    expect(installed()).toEqual([])
  })

  it('says what to do when an install fails, tries again the next time, and keeps standard output clean', async () => {
    npmThat('echo "npm noise"; exit 1')
    script("console.log('ran')")
    const failed = await start().outcome
    expect(failed).toMatchObject({ status: 1, stdout: '' })
    expect(failed.stderr).toContain('Check that the npm registry can be reached')
    npmThat('exit 0')
    expect(await start().outcome).toMatchObject({ status: 0, stdout: 'ran\n' })
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('passes %s on and waits for the script to end', async (signal) => {
    const ready = join(project, 'ready')
    script(`
      import { writeFileSync } from 'node:fs'
      process.on('${signal}', () => setTimeout(() => { console.log('stopped in order'); process.exit(3) }, 50))
      setInterval(() => {}, 1000)
      writeFileSync(${JSON.stringify(ready)}, '')`)
    const { outcome, kill } = start()
    await vi.waitUntil(() => existsSync(ready), { timeout: 10_000, interval: 10 })
    kill(signal)
    expect(await outcome).toMatchObject({ status: 3, stdout: 'stopped in order\n' })
  })

  it('ends an install when it is interrupted', async () => {
    npmThat('exec sleep 600')
    const { outcome, kill } = start()
    await vi.waitUntil(() => existsSync(join(project, 'npm.log')), { timeout: 10_000, interval: 10 })
    kill('SIGTERM')
    expect(await outcome).toMatchObject({ status: 143, stderr: expect.not.stringContaining('registry') })
  })
})
