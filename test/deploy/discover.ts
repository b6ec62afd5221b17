import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { afterAll, beforeAll, expect } from 'vitest'

import { projectRoot } from '../../cli/paths.ts'
import { bundleFunctions } from '../../tools/bundle/functions.ts'

/*
 * The deploy tool's discovery: the bundle is loaded by the program that the tool runs, with nothing in its environment and
 * no way out (sealed.ts). The answer is what the tool would create.
 */

export interface Manifest {
  readonly specVersion: string
  readonly endpoints: Readonly<Record<string, Record<string, unknown>>>
  readonly params: readonly { readonly name: string; readonly type: string; readonly default?: unknown }[]
  readonly requiredAPIs: readonly { readonly api: string }[]
}

const functions = join(projectRoot, 'functions')

/** Bundles the functions before a file's tests; the function that it returns discovers them under given params. */
export function functionsToDeploy(): (params?: Readonly<Record<string, string>>) => Promise<Manifest> {
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tidemark-deploy-'))
    await bundle(folder)
  }, 120_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return (params = {}) => discover(folder, params)
}

async function bundle(folder: string): Promise<void> {
  copyFileSync(join(functions, 'package.json'), join(folder, 'package.json'))
  symlinkSync(join(functions, 'node_modules'), join(folder, 'node_modules'), 'junction')
  // The project's own folder is where the emulators load from.
  await bundleFunctions(join(folder, 'lib'))
}

/**
 * Runs the deploy tool's discovery on a folder, and returns the manifest. The tool hands the params of
 * functions/.env.PROJECT to the process that it loads the functions in.
 */
async function discover(source: string, params: Readonly<Record<string, string>>): Promise<Manifest> {
  const port = await freePort()
  const child = spawn(
    process.execPath,
    [
      '--import',
      join(import.meta.dirname, 'sealed.ts'),
      join(functions, 'node_modules/firebase-functions/lib/bin/firebase-functions.js'),
      source,
    ],
    {
      cwd: source,
      env: { ...params, FUNCTIONS_CONTROL_API: 'true', PORT: String(port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let said = ''
  child.stderr.on('data', (data) => (said += String(data)))
  try {
    const response = await answerOf(`http://127.0.0.1:${port}/__/functions.yaml`, child)
    const text = await response.text()
    expect(response.status, `${text}\n${said}`).toBe(200)
    return JSON.parse(text) as Manifest // JSON is YAML, and the tool reads it as this.
  } finally {
    child.kill()
  }
}

/** Asks until the program listens, as the tool does. */
async function answerOf(url: string, child: ChildProcess): Promise<Response> {
  while (child.exitCode === null) {
    const response = await fetch(url).catch(() => null)
    if (response !== null) return response
    await sleep(50)
  }
  throw new Error(`The discovery ended with ${child.exitCode}.`)
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // A server that listens on TCP has one.
  server.close()
  await once(server, 'close')
  return port
}
