import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { beforeAll, describe, expect, it } from 'vitest'

import { parsePolicy } from '../../tools/stack/contentSecurityPolicy.ts'
import { emulatorEnv, functionUrl } from '../../tools/stack/suite.ts'

const stack = fileURLToPath(new URL('../../tools/stack.ts', import.meta.url))

beforeAll(() => {
  if (!process.env.FIREBASE_EMULATOR_HUB) throw new Error('These tests need the emulator suite: npm test')
})

interface Outcome {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

function runStack(...args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [stack, ...args], (_error, stdout, stderr) =>
      resolve({ status: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

describe('the environment inside the suite', () => {
  it('names every emulator', () => {
    const env = emulatorEnv()
    expect(env).toMatchObject({ GCLOUD_PROJECT: 'demo-tidemark', FIRESTORE_EMULATOR_HOST: '127.0.0.1:8080' })
    expect(process.env).toMatchObject(env)
  })

  it.each([
    'FIRESTORE_EMULATOR_HOST',
    'FIREBASE_AUTH_EMULATOR_HOST',
    'CLOUD_TASKS_EMULATOR_HOST',
    'FIREBASE_EMULATOR_HUB',
  ])('%s answers', async (name) => {
    expect((await fetch(`http://${process.env[name]}/`)).status).toBeLessThan(500)
  })

  it('has the functions loaded and rewritten to by Hosting', async () => {
    expect((await fetch(functionUrl('syncStatus'))).status).toBe(401)
    expect((await fetch(`${process.env.HOSTING_EMULATOR_ORIGIN}/api/sync/status`)).status).toBe(401)
    expect((await fetch(`${process.env.HOSTING_EMULATOR_ORIGIN}/api/orders/export`, { method: 'POST' })).status).toBe(
      401,
    )
  })

  it('has the page with its headers, whose policy lets it talk to the emulators', async () => {
    const page = await fetch(`${process.env.HOSTING_EMULATOR_ORIGIN}/`)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toMatch(/^text\/html/)
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'strict-origin',
      'cache-control': 'no-cache',
    })
    const policy = parsePolicy(page.headers.get('content-security-policy') ?? '')
    expect(policy.get('default-src')).toEqual(["'none'"])
    const { FIREBASE_AUTH_EMULATOR_HOST: auth, FIRESTORE_EMULATOR_HOST: firestore } = process.env
    const emulators = [process.env.FUNCTIONS_EMULATOR_ORIGIN, `http://${firestore}`, `http://${auth}`]
    expect(policy.get('connect-src')).toEqual(expect.arrayContaining(["'self'", ...emulators]))
    expect(policy.get('frame-src')).toContain(`http://${auth}`)
  })

  it("has what the page's files refer to, for good", async () => {
    const html = await (await fetch(`${process.env.HOSTING_EMULATOR_ORIGIN}/`)).text()
    const assets = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path)
    expect(assets.length).toBeGreaterThan(0)
    for (const path of assets) {
      const asset = await fetch(`${process.env.HOSTING_EMULATOR_ORIGIN}${path}`)
      expect({ path, status: asset.status }).toEqual({ path, status: 200 })
      expect(asset.headers.get('cache-control')).toContain('immutable')
    }
  })
})

describe('npm run stack', () => {
  it('names the stack that runs already, and leaves it alone', async () => {
    const hub: unknown = await (await fetch(`http://${process.env.FIREBASE_EMULATOR_HUB}/`)).json()
    const { pid } = hub as { pid: number } // The emulator hub's own answer.
    const { status, stdout, stderr } = await runStack('sh', '-c', 'echo started')
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain(`A local stack is already running (process ${pid})`)
    expect(stderr).toContain('5001 (functions)')
    expect((await fetch(functionUrl('syncStatus'))).status).toBe(401)
  })

  it('says what the suite needs and has', async () => {
    const { status, stdout } = await runStack('--check')
    expect(status).toBe(0)
    expect(stdout).toMatch(/^Java: \/.+\nFirestore emulator: \/.+\n$/)
  })

  it('explains itself', async () => {
    const { status, stdout } = await runStack('--help')
    expect(status).toBe(0)
    expect(stdout).toContain('usage: npm run stack -- COMMAND')
  })

  it.each([
    [[], 'Name the command to run inside the emulators'],
    [['--empty'], 'Unknown flag: --empty'],
  ])('%j exits with 2 and the usage', async (args, message) => {
    const { status, stderr } = await runStack(...args)
    expect(status).toBe(2)
    expect(stderr).toContain(message)
    expect(stderr).toContain('usage: npm run stack')
  })
})
