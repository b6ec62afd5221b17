import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import type {
  PipelineStatus,
  ResyncOrdersResponse,
  RunReport,
  SyncOrdersResponse,
} from '../../functions/src/contract/sync.ts'
import { startAdminServer, type AdminServer } from '../harness/adminServer.ts'
import { expectSameAsSource } from '../harness/consistency.ts'
import { processOn, type Faults } from '../harness/firestore.ts'
import type { Answer } from '../harness/server.ts'
import { ids, Shop } from '../harness/shop.ts'

/* Runs and their status over HTTP, by those who start them and those who watch. */

const shop = new Shop()
/** What happens around the requests of the functions' one Firestore client. */
let faults: Faults = {}
let server: AdminServer

beforeAll(async () => {
  const { db } = processOn(shop.db, {
    before: (method, request) => faults.before?.(method, request),
    after: (method, request) => faults.after?.(method, request),
  })
  server = await startAdminServer({ db })
  await shop.putMany(ids(40))
})
beforeEach(() => {
  faults = {}
})
afterAll(() => server.stop())

const sync = (): Promise<Answer> => server.fetch('syncOrders', { method: 'POST' })
const runsOf = ({ body }: Answer): readonly RunReport[] => (body as SyncOrdersResponse).runs // What it answers.
const reportKeys = [
  'created',
  'deleted',
  'durationMs',
  'fetched',
  'firestoreReads',
  'firestoreWrites',
  'mode',
  'pipeline',
  'quarantined',
  'runId',
  'sourceCalls',
  'stale',
  'status',
  'unchanged',
  'updated',
  'watermark',
]

async function status(): Promise<PipelineStatus> {
  const { body } = await server.fetch('syncStatus')
  const [only, ...others] = (body as { pipelines: PipelineStatus[] }).pipelines // What it answers.
  expect(others).toEqual([])
  if (only === undefined) throw new Error('The status names no pipeline.')
  return only
}

/** Without what changes while one looks. */
function timeless({ lagSeconds: _lag, nextRunAt: _next, ...rest }: PipelineStatus) {
  return rest
}

describe('from nothing', () => {
  it('the status is honest before the first run', async () => {
    expect(await status()).toMatchObject({
      pipeline: 'firestore.orders',
      watermark: null,
      asOf: null,
      liveAsOf: null,
      lagSeconds: null,
      count: 0,
      findsUpdates: true,
      lastRun: null,
      lastFullRun: null,
      running: null,
      health: 'stale',
    })
  })

  it('the first sync starts a full run and says so: 202, running', async () => {
    const answer = await sync()
    expect(answer.status).toBe(202)
    expect(answer.body).toMatchObject({ success: true, totalOrders: 0, message: expect.any(String) as unknown })
    const [run] = runsOf(answer)
    expect(run).toMatchObject({ pipeline: 'firestore.orders', mode: 'full', status: 'running', watermark: null })
    expect(Object.keys(run ?? {}).sort()).toEqual(reportKeys)
    const { running } = await status()
    expect(running).toEqual({ runId: run?.runId, mode: 'full', progress: { done: 0, total: null, unit: 'orders' } })
    // Asked again, it is the same run.
    expect(runsOf(await sync())[0]?.runId).toBe(run?.runId)
  })

  it('then it is done, and the next sync runs: 200, succeeded', async () => {
    await server.drain()
    const answer = await sync()
    expect(answer.status).toBe(200)
    expect(Object.keys(answer.body as object).sort()).toEqual(['message', 'runs', 'success', 'totalOrders'])
    expect(answer.body).toMatchObject({
      success: true,
      totalOrders: 40,
      runs: [{ mode: 'incremental', status: 'succeeded' }],
    })
    const [run] = runsOf(answer)
    expect(Object.keys(run ?? {}).sort()).toEqual(reportKeys)
    const now = await status()
    expect(now).toMatchObject({
      count: 40,
      running: null,
      health: 'ok',
      lastRun: run,
      lastFullRun: { mode: 'full', created: 40 },
    })
    expect(Object.keys(now.lastRun ?? {}).sort()).toEqual([...reportKeys, 'endedAt', 'startedAt'].toSorted())
    expect(now.watermark).toMatchObject({ at: expect.stringMatching(/\.\d{3}Z$/) as unknown })
    expect(Date.parse(now.nextRunAt) % 900_000).toBe(0)
    expect(Date.parse(now.nextRunAt) - Date.now()).toBeGreaterThan(-1_000)
    expect(Date.parse(now.nextRunAt) - Date.now()).toBeLessThanOrEqual(900_000)
  })
})

describe('getSyncStatus', () => {
  it('says what syncStatus says', async () => {
    const { timeZone, pipelines } = await server.ask('getSyncStatus', null)
    expect(timeZone).toBe('UTC')
    expect(pipelines.map(timeless)).toEqual([timeless(await status())])
    expect(Object.keys(pipelines[0] ?? {})).toEqual(Object.keys(await status()))
  })
})

describe('startSync', () => {
  it('incremental: runs, and returns the report', async () => {
    await shop.put('started', { customerName: 'Bo' })
    const { runs } = await server.ask('startSync', { mode: 'incremental' })
    expect(runs).toMatchObject([{ mode: 'incremental', status: 'succeeded', created: 1 }])
    expect(Object.keys(runs[0] ?? {}).sort()).toEqual(reportKeys)
  })

  it.each(['startSync', 'resyncOrders', 'syncOrders'] as const)(
    'full, by %s: starts, and the status has its progress',
    async (name) => {
      const start = async (): Promise<{ readonly runs: readonly { readonly runId: string }[] }> => {
        if (name === 'startSync') return server.ask(name, { mode: 'full', pipeline: 'firestore.orders' })
        const answer = await server.fetch(name, { method: 'POST' }, name === 'syncOrders' ? '?force_full=true' : '')
        expect(answer.status).toBe(202)
        const { success, ...rest } = answer.body as ResyncOrdersResponse // What both answer.
        expect(success).toBe(true)
        return rest
      }
      const started = await start()
      const runId = started.runs[0]?.runId
      expect(started).toEqual({ runs: [{ runId, pipeline: 'firestore.orders', mode: 'full', status: 'running' }] })
      expect((await status()).running).toMatchObject({ runId, mode: 'full' })
      expect(await server.drain()).toBe(1)
      expect(await status()).toMatchObject({ running: null, lastFullRun: { runId, status: 'succeeded', fetched: 41 } })
    },
  )
})

describe('a run that fails', () => {
  it('is answered with 500, so that the scheduler tries again, and shows in the status', async () => {
    faults = {
      before: (method, request) => {
        const { from } = (request as { structuredQuery?: { from?: { collectionId: string }[] } }).structuredQuery ?? {}
        if (method === 'runQuery' && from?.[0]?.collectionId === 'orders') {
          throw Object.assign(new Error('5 NOT_FOUND: no such database'), { code: 5 })
        }
      },
    }
    const answer = await sync()
    expect(answer.status).toBe(500)
    expect(answer.body).toMatchObject({
      success: false,
      runs: [{ status: 'failed', error: expect.any(String) as unknown }],
    })
    expect(await status()).toMatchObject({ health: 'failing', lastRun: { status: 'failed' }, count: 41 })
    faults = {}
    expect((await sync()).status).toBe(200)
    expect(await status()).toMatchObject({ health: 'ok', count: 41 })
  })
})

/** Two calls, of which the first one's first commit stops, on this side, until the second has been answered. */
async function overlap(side: 'before' | 'after'): Promise<[first: Answer, second: Answer]> {
  const [reached, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  let commits = 0
  faults = {
    [side]: async (method: string) => {
      if (method !== 'commit' || (commits += 1) > 1) return
      reached.resolve()
      await answered.promise
    },
  }
  const first = sync()
  await reached.promise
  const second = await sync()
  answered.resolve()
  return [await first, second]
}

describe('two calls at once, with changes waiting', () => {
  it.each(['before', 'after'] as const)(
    'one runs and the other is skipped: one stopped %s its first commit',
    async (side) => {
      // More than one commit takes: a run whose first commit is its last has no lease behind it.
      const fresh = ids(600, `${side}-`)
      await shop.putMany(fresh)
      await shop.put('o000001', { status: 'SHIPPED', totalAmount: side === 'before' ? 11 : 12 })
      const answers = await overlap(side)
      // Whoever commits first has the lease; the other one has written nothing.
      const [ran, skipped] = side === 'before' ? answers.toReversed() : answers
      expect(answers.map((answer) => answer.status)).toEqual([200, 200])
      expect(ran?.body).toMatchObject({ success: true, runs: [{ status: 'succeeded', created: 600, updated: 1 }] })
      expect(skipped?.body).toMatchObject({
        success: true,
        runs: [{ status: 'skipped', created: 0, updated: 0, deleted: 0 }],
      })
      await expectSameAsSource(shop.db)
      expect(runsOf(await sync())).toMatchObject([{ status: 'succeeded', created: 0, updated: 0 }])
    },
  )

  it('of eight, each order is copied by one', async () => {
    await shop.putMany(ids(25, 'eight-'))
    const answers = await Promise.all(Array.from({ length: 8 }, sync))
    const runs = answers.flatMap(runsOf)
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 8 }, () => 200))
    for (const run of runs) expect(['succeeded', 'skipped']).toContain(run.status)
    expect(runs.reduce((sum, { created }) => sum + created, 0)).toBe(25)
    for (const run of runs) if (run.status === 'skipped') expect(run.created).toBe(0)
    await expectSameAsSource(shop.db)
  })
})
