import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { beforeAll, describe, expect, it } from 'vitest'

import { attemptDeadlineSeconds } from '../../cli/schedule/job.ts'
import { runSeconds } from '../../functions/src/options.ts'
import { products, users } from '../harness/ownStreams.ts'
import { functionsToDeploy, type Manifest } from './discover.ts'

/*
 * The functions that a deploy creates for a shop that has no vendor, their limits, and what the deploy asks for.
 */

const discover = functionsToDeploy()
let manifest: Manifest

beforeAll(async () => {
  manifest = await discover()
}, 120_000)

/** The settings that every function has. */
const always = { platform: 'gcfv2', region: ['us-central1'] }
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
    const { endpoints } = await discover({ ORDERS_COLLECTION: '' })
    expect(endpoints.onOrderWritten).toMatchObject({ omit: true })
  })

  it('onRecordWritten: a function for each stream that the settings file declares, of its own collection', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tidemark-settings-'))
    const file = join(folder, 'shop.json')
    const streams = { products, users, visits: { ...users, changeFeed: false } }
    writeFileSync(file, JSON.stringify({ streams }))
    const { endpoints } = await discover({ TIDEMARK_SETTINGS: file })
    rmSync(folder, { recursive: true })
    expect(Object.keys(endpoints).filter((name) => name.startsWith('onRecordWritten'))).toEqual([
      'onRecordWritten-products',
      'onRecordWritten-users',
    ])
    expect(endpoints['onRecordWritten-products']).toMatchObject({
      ...always,
      entryPoint: 'onRecordWritten.products',
      omit: '{{ params.CHANGE_FEED == false }}',
      eventTrigger: {
        eventType: 'google.cloud.firestore.document.v1.written',
        eventFilterPathPatterns: { document: 'goods/{recordId}' },
        retry: true,
      },
    })
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

describe('another region and a named database', () => {
  it('are where the settings file says, for every function and for the events', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tidemark-place-'))
    try {
      const file = join(folder, 'place.json')
      writeFileSync(file, '{"region":"europe-west1","database":"shop"}')
      const { endpoints } = await discover({ TIDEMARK_SETTINGS: file })
      expect(new Set(Object.values(endpoints).flatMap(({ region }) => region))).toEqual(new Set(['europe-west1']))
      expect(endpoints.onOrderWritten).toMatchObject({ eventTrigger: { eventFilters: { database: 'shop' } } })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
