import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { projectRoot } from '../../cli/paths.ts'
import { attemptDeadlineSeconds } from '../../cli/schedule/job.ts'
import { region } from '../../functions/src/contract/region.ts'
import { runSeconds } from '../../functions/src/options.ts'

/*
 * What a deploy finds in the functions: the bundle is loaded by the program that the deploy tool runs, with nothing in its
 * environment and no way out (sealed.ts), and the answer is what the tool would create.
 */

interface Manifest {
  readonly specVersion: string
  readonly endpoints: Readonly<Record<string, Record<string, unknown>>>
  readonly params: readonly { readonly name: string; readonly type: string; readonly default?: unknown }[]
  readonly requiredAPIs: readonly { readonly api: string }[]
}

const functions = join(projectRoot, 'functions')
let folder: string
let manifest: Manifest

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tidemark-deploy-'))
  copyFileSync(join(functions, 'package.json'), join(folder, 'package.json'))
  symlinkSync(join(functions, 'node_modules'), join(folder, 'node_modules'), 'junction')
  // As tools/build.ts does; that one writes to where the emulators load from.
  await build({
    entryPoints: [join(functions, 'src/index.ts')],
    outfile: join(folder, 'lib/index.js'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node24',
    format: 'esm',
    logLevel: 'silent',
  })
  manifest = await discover(folder)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What stands for every function. */
const always = { platform: 'gcfv2', region: [region] }
const public_ = { invoker: ['public'] }

describe('the functions', () => {
  it('are those of the contract', () => {
    expect(Object.keys(manifest.endpoints).toSorted()).toEqual([
      'describeStreams',
      'downloadOrders',
      'exportOrders',
      'exportRecords',
      'fullSync',
      'getOrder',
      'getRecord',
      'getSyncStatus',
      'listOrders',
      'listRecords',
      'onOrderWritten',
      'orderStats',
      'requestedSync',
      'resyncOrders',
      'saveOperatingSeason',
      'startSync',
      'syncOrders',
      'syncStatus',
      'webhooks',
    ])
  })

  it.each(['syncOrders', 'resyncOrders'])('%s: HTTPS, long, few at a time, open to the code that verifies', (name) => {
    expect(manifest.endpoints[name]).toMatchObject({
      ...always,
      entryPoint: name,
      timeoutSeconds: 540,
      availableMemoryMb: 1024,
      maxInstances: 5,
      concurrency: 10,
      httpsTrigger: public_,
    })
  })

  it('syncStatus: HTTPS, short, many at a time', () => {
    expect(manifest.endpoints.syncStatus).toMatchObject({
      ...always,
      timeoutSeconds: 60,
      availableMemoryMb: 1024,
      maxInstances: 20,
      concurrency: 80,
      httpsTrigger: public_,
    })
  })

  it('webhooks: HTTPS, short, open to the code that checks signatures', () => {
    expect(manifest.endpoints.webhooks).toMatchObject({
      ...always,
      timeoutSeconds: 30,
      availableMemoryMb: 512,
      maxInstances: 10,
      concurrency: 80,
      httpsTrigger: public_,
    })
  })

  it('downloadOrders: HTTPS, as long as a slow reader takes, very few at a time', () => {
    expect(manifest.endpoints.downloadOrders).toMatchObject({
      ...always,
      entryPoint: 'downloadOrders',
      timeoutSeconds: 1_800,
      availableMemoryMb: 1024,
      maxInstances: 5,
      concurrency: 4,
      httpsTrigger: public_,
    })
  })

  it.each([
    ['listOrders', 60, 20, 80],
    ['orderStats', 60, 20, 80],
    ['exportOrders', 1_800, 5, 4],
    ['getOrder', 60, 20, 80],
    ['describeStreams', 60, 20, 80],
    ['listRecords', 60, 20, 80],
    ['getRecord', 60, 20, 80],
    ['exportRecords', 1_800, 5, 4],
    ['getSyncStatus', 60, 20, 80],
    ['saveOperatingSeason', 60, 5, 20],
    ['startSync', 540, 5, 10],
  ])('%s: callable, which the deploy tool opens by itself', (name, timeoutSeconds, maxInstances, concurrency) => {
    const limits = { timeoutSeconds, maxInstances, concurrency, availableMemoryMb: 1024 }
    expect(manifest.endpoints[name]).toMatchObject({ ...always, ...limits, callableTrigger: {} })
  })

  it('fullSync: a task queue that nobody but Cloud Tasks may call, retried a little', () => {
    const { fullSync } = manifest.endpoints
    expect(fullSync).toMatchObject({ ...always, timeoutSeconds: 1_800, availableMemoryMb: 2048, maxInstances: 5 })
    const trigger = fullSync?.taskQueueTrigger
    expect(trigger).toMatchObject({
      retryConfig: { maxAttempts: 5, minBackoffSeconds: 10, maxBackoffSeconds: 300 },
      rateLimits: { maxConcurrentDispatches: 5 },
    })
    // Without an invoker a task queue is private: the tool opens HTTPS functions and callables only.
    expect(trigger).not.toHaveProperty('invoker')
  })

  it('requestedSync: a task queue of its own, for runs as short as the scheduled ones, and tried again long', () => {
    const { requestedSync } = manifest.endpoints
    expect(requestedSync).toMatchObject({ ...always, timeoutSeconds: 540, availableMemoryMb: 1024 })
    expect(requestedSync?.taskQueueTrigger).toMatchObject({ retryConfig: { maxAttempts: 20 } })
    expect(requestedSync?.taskQueueTrigger).not.toHaveProperty('invoker')
  })

  it("onOrderWritten: every write of the shop's collection, tried again, left out by a param", () => {
    expect(manifest.endpoints.onOrderWritten).toMatchObject({
      ...always,
      omit: '{{ params.CHANGE_FEED == false }}',
      eventTrigger: {
        eventType: 'google.cloud.firestore.document.v1.written',
        eventFilterPathPatterns: { document: '{{ params.ORDERS_COLLECTION }}/{orderId}' },
        retry: true,
      },
    })
    const events = Object.entries(manifest.endpoints).filter(([, { eventTrigger }]) => eventTrigger !== undefined)
    expect(events.map(([name]) => name)).toEqual(['onOrderWritten'])
  })

  it('onOrderWritten: is left out where the shop has no orders in Firestore', async () => {
    const { endpoints } = await discover(folder, { ORDERS_COLLECTION: '' })
    expect(endpoints.onOrderWritten).toMatchObject({ omit: true })
  })

  it('need no secret, no network, no account and no instance that is always on', () => {
    for (const endpoint of Object.values(manifest.endpoints)) {
      expect(endpoint.secretEnvironmentVariables ?? []).toEqual([])
      expect(endpoint.minInstances ?? 0).toBe(0)
      expect(endpoint.vpc ?? null).toBeNull()
      expect(endpoint.serviceAccountEmail ?? null).toBeNull()
    }
  })
})

describe('the deploy', () => {
  it('asks for one API beside those that functions need', () => {
    expect(manifest.specVersion).toBe('v1alpha1')
    expect(manifest.requiredAPIs.map(({ api }) => api)).toEqual(['cloudtasks.googleapis.com'])
  })

  it('asks the shop nothing: every param has a default', () => {
    expect(manifest.params.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['ORDERS_COLLECTION', 'ORDERS_CREATED_AT_FIELD', 'ORDERS_CHANGED_AT_FIELD']),
    )
    for (const param of manifest.params) {
      expect(param).toMatchObject({
        default: expect.anything() as unknown,
        type: expect.stringMatching(/^(string|int|boolean)$/) as unknown,
      })
      // Reserved, and refused by the deploy tool.
      expect(param.name).not.toMatch(/^(X_GOOGLE_|FIREBASE_|EXT_)/)
    }
  })
})

describe('time limits nest, so that the inner one ends the work', () => {
  it('of incremental runs: deadline, function, attempt of the scheduler, lease', () => {
    const { soft, timeout, attempt, lease } = runSeconds.incremental
    expect([soft, timeout, attempt, lease]).toEqual(
      [...new Set([soft, timeout, attempt, lease])].toSorted((a, b) => a - b),
    )
    expect(attemptDeadlineSeconds).toBe(attempt)
    // Cloud Scheduler's longest.
    expect(attempt).toBeLessThanOrEqual(1_800)
    expect(manifest.endpoints.syncOrders?.timeoutSeconds).toBe(timeout)
  })

  it('of full runs: deadline, task, lease; a task may take what Cloud Tasks allows, and no more', () => {
    const { soft, timeout, attempt, lease } = runSeconds.full
    expect(soft).toBeLessThan(timeout)
    expect(timeout).toBeLessThanOrEqual(attempt)
    expect(attempt).toBe(1_800)
    expect(lease).toBeGreaterThan(attempt)
    expect(manifest.endpoints.fullSync?.timeoutSeconds).toBe(timeout)
  })
})

describe('a source that is on', () => {
  const secrets = ['CONNECTION_KEY', 'TIKTOK_SHOP_APP_SECRET']
  let withTikTokShop: Manifest

  beforeAll(async () => {
    // The tool hands the params of functions/.env.PROJECT to the process that it loads the functions in.
    withTikTokShop = await discover(folder, { TIKTOK_SHOP_APP_KEY: '6abc' })
  })

  it('has its secrets where they are needed, and nowhere else', () => {
    const bound = Object.entries(withTikTokShop.endpoints).flatMap(([name, { secretEnvironmentVariables: used }]) =>
      ((used ?? []) as readonly { readonly key: string }[]).map(({ key }) => `${name} ${key}`),
    )
    const readers = ['fullSync', 'requestedSync', 'startSync', 'syncOrders']
    expect(bound.filter((one) => !one.startsWith('webhooks')).toSorted()).toEqual(
      readers.flatMap((name) => secrets.map((key) => `${name} ${key}`)),
    )
    // It reads no shop, and opens no token.
    expect(bound.filter((one) => one.startsWith('webhooks'))).toEqual(['webhooks TIKTOK_SHOP_APP_SECRET'])
  })

  it('asks for them, and for nothing else', () => {
    const asked = withTikTokShop.params.filter(({ type }) => type === 'secret').map(({ name }) => name)
    expect(asked.toSorted()).toEqual(secrets)
    expect(manifest.params.filter(({ type }) => type === 'secret')).toEqual([])
  })
})

/** The secrets that a function is bound to. */
const boundIn = (found: Manifest, name: string): string[] =>
  ((found.endpoints[name]?.secretEnvironmentVariables ?? []) as readonly { readonly key: string }[])
    .map(({ key }) => key)
    .toSorted()

describe('Square', () => {
  it('with an access token of the merchant’s own needs that alone', async () => {
    const found = await discover(folder, { SQUARE_MERCHANTS: 'ML1' })
    expect(boundIn(found, 'syncOrders')).toEqual(['SQUARE_ACCESS_TOKEN'])
    expect(boundIn(found, 'webhooks')).toEqual([])
    expect(boundIn(found, 'listOrders')).toEqual([])
  })

  it('with an app and webhooks needs the app’s secret, the key of the tokens, and the one of the signatures', async () => {
    const found = await discover(folder, {
      SQUARE_MERCHANTS: 'ML1',
      SQUARE_APP_ID: 'sq0idp-abc',
      SQUARE_WEBHOOK_URL: 'https://example.com/webhooks/square',
    })
    expect(boundIn(found, 'syncOrders')).toEqual(['CONNECTION_KEY', 'SQUARE_APP_SECRET'])
    expect(boundIn(found, 'webhooks')).toEqual(['SQUARE_WEBHOOK_SIGNATURE_KEY'])
  })
})

/** Runs the deploy tool's discovery on a folder, and returns the manifest. */
async function discover(source: string, params: Readonly<Record<string, string>> = {}): Promise<Manifest> {
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
