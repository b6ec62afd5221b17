import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { cacheOf } from '../../functions/src/cache/paths.ts'
import { readState } from '../../functions/src/cache/state.ts'
import type { SyncOrdersResponse } from '../../functions/src/contract/api.ts'
import { instantFromMs } from '../../functions/src/lib/instant.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import { pipelineOf, type Pipeline } from '../../functions/src/model/pipeline.ts'
import { defineStream, sourceIdOf } from '../../functions/src/model/stream.ts'
import { createDerivedSource } from '../../functions/src/sources/derived/source.ts'
import { MemorySource } from '../../functions/src/sources/memory/source.ts'
import type { SyncContext } from '../../functions/src/sync/context.ts'
import { requestFullRun } from '../../functions/src/sync/full/requestFullRun.ts'
import { runFullTask } from '../../functions/src/sync/full/runFull.ts'
import { linksOf } from '../../functions/src/sync/links.ts'
import { runRequested } from '../../functions/src/sync/requests/requestedRun.ts'
import { pipelineStatus } from '../../functions/src/sync/status.ts'
import { syncAll } from '../../functions/src/sync/syncAll.ts'
import { dyingAt } from '../harness/crashes.ts'
import type { Faults } from '../harness/firestore.ts'
import { playHistories } from '../harness/histories.ts'
import { stampedBy } from '../harness/reportTimes.ts'
import { Shop } from '../harness/shop.ts'

/*
 * Sales, of which a part (what was refunded) comes from another stream, and the days' sums, which are computed from them. What is
 * cached has to be what the sources hold together, whichever of them changed, in whatever order.
 */

const refundSchema = z.object({ id: z.string(), at: z.int(), sale: z.string(), amount: z.int() })
const saleSchema = z.object({ id: z.string(), at: z.int(), day: z.string(), total: z.int(), refunded: z.int() })
const daySchema = z.object({ id: z.string(), at: z.int(), sales: z.int(), sum: z.int() })

const refunds = defineStream<z.infer<typeof refundSchema>>({
  name: 'refunds',
  schema: refundSchema,
  keyTime: ({ at }) => at,
  columns: [
    { name: 'sale', kind: 'text', label: 'Sale', of: ({ sale }) => sale },
    { name: 'amount', kind: 'integer', label: 'Amount', of: ({ amount }) => amount },
  ],
})
const sales = defineStream<z.infer<typeof saleSchema>>({
  name: 'sales',
  schema: saleSchema,
  keyTime: ({ at }) => at,
  columns: [
    { name: 'day', kind: 'category', label: 'Day', of: ({ day }) => day },
    { name: 'left', kind: 'integer', label: 'Left', of: ({ total, refunded }) => total - refunded },
  ],
})
const days = defineStream<z.infer<typeof daySchema>>({
  name: 'days',
  schema: daySchema,
  keyTime: ({ at }) => at,
  columns: [{ name: 'sum', kind: 'integer', label: 'Sum', of: ({ sum }) => sum }],
})
const begin = Date.UTC(2026, 0, 1)
const pipelines = ['square.days', 'square.sales', 'square.refunds'] as const
type Name = (typeof pipelines)[number]

class Till {
  readonly shop = new Shop({ settings: { pageSize: 3, fullRunEveryMs: 168 * 3_600_000 } })
  readonly sales = new Map<string, { day: string; total: number }>()
  readonly refunds = new Map<string, { sale: string; amount: number }>()
  readonly #saleSource = new MemorySource<z.infer<typeof saleSchema>>({
    name: 'square',
    now: () => this.now(),
    parse: ({ sourceId, raw }, inputs) => {
      const { day, total } = raw as { day: string; total: number } // As `putSale` has it.
      const parts = inputs.of(sourceId)['square.refunds'] ?? []
      const refunded = parts.reduce((sum, { amount }) => sum + Number(amount), 0)
      return { ok: true, record: { id: `square:${sourceId}`, at: begin, day, total, refunded }, payload: {} }
    },
  })
  readonly #refundSource = new MemorySource<z.infer<typeof refundSchema>>({
    name: 'square',
    now: () => this.now(),
    parse: ({ raw }) => ({ ok: true, record: refundSchema.parse(raw), payload: {} }),
  })
  /** Given so that dependents come before what they depend on. */
  readonly all: readonly Pipeline[] = [
    pipelineOf(
      createDerivedSource<z.infer<typeof daySchema>>({
        name: 'square',
        identity: 'days',
        now: () => this.now(),
        of: (day, rows) => {
          const own = rows['square.sales'] ?? []
          const sum = own.reduce((total, { left }) => total + Number(left), 0)
          return { id: `square:${day}`, at: begin, sales: own.length, sum }
        },
      }),
      days,
      null,
      [{ pipeline: 'square.sales', stream: sales, idsOf: ({ day }) => [String(day)] }],
    ),
    pipelineOf(this.#saleSource, sales, null, [
      { pipeline: 'square.refunds', stream: refunds, idsOf: ({ sale }) => [String(sale)] },
    ]),
    pipelineOf(this.#refundSource, refunds),
  ]

  constructor() {
    this.shop.stopClock()
  }

  now() {
    return instantFromMs(this.shop.now().toMillis())
  }

  putSale(id: string, day: string, total: number): void {
    this.sales.set(id, { day, total })
    this.#saleSource.put(id, { day, total })
  }

  putRefund(id: string, sale: string, amount: number): void {
    this.refunds.set(id, { sale, amount })
    this.#refundSource.put(id, { id: `square:${id}`, at: begin, sale, amount })
  }

  removeSale(id: string): void {
    this.sales.delete(id)
    this.#saleSource.remove(id)
  }

  removeRefund(id: string): void {
    this.refunds.delete(id)
    this.#refundSource.remove(id)
  }

  contexts(faults: Faults = {}): SyncContext[] {
    const { context } = this.shop.worker(stampedBy(this.shop, faults))
    return this.all.map((pipeline) => ({
      ...context,
      ...pipeline,
      ...linksOf(context.db, pipeline, this.all),
      enqueueFullRun: async (id) => {
        this.fullRuns.add(id as Name)
      },
    }))
  }
  readonly fullRuns = new Set<Name>()

  context(name: Name, faults?: Faults): SyncContext {
    const found = this.contexts(faults).find(({ id }) => id === name)
    if (found === undefined) throw new Error(`There is no ${name}.`)
    return found
  }

  /** Syncs as the scheduler does: one call for all, then the tasks that it asked for. */
  async sync(faults?: Faults): Promise<SyncOrdersResponse> {
    this.shop.pass(10_000)
    const answer = await syncAll(this.contexts(faults))
    await this.drain(faults)
    return answer
  }

  async fullRun(name: Name, faults?: Faults): Promise<void> {
    this.shop.pass(10_000)
    await requestFullRun(this.context(name), { maxDeletes: 100 })
    await this.drain(faults)
  }

  async drain(faults?: Faults): Promise<void> {
    for (const name of this.fullRuns) {
      this.fullRuns.delete(name)
      await runFullTask(this.context(name, faults))
    }
  }

  /** The tasks of requested runs that were asked for since the last time, and those that they ask for. */
  async requested(): Promise<string[]> {
    const ran: string[] = []
    for (const [id, { pipeline, scope }] of this.shop.runTasks) {
      this.shop.runTasks.delete(id)
      this.shop.pass(10_000)
      await runRequested(this.context(pipeline as Name), scope)
      ran.push(pipeline)
    }
    return ran
  }

  async cached(name: Name): Promise<Map<string, Record<string, unknown>>> {
    const { docs } = await this.shop.db.collection(cacheOf(name).documents).get()
    return new Map(docs.map((document) => [sourceIdOf(document.id), document.data()]))
  }

  async expectSame(): Promise<void> {
    const refundedOf = (sale: string): number =>
      [...this.refunds.values()].reduce((sum, one) => sum + (one.sale === sale ? one.amount : 0), 0)
    const expectedSales = [...this.sales].map(([id, { day, total }]) => [id, { day, total, refunded: refundedOf(id) }])
    const cachedSales = [...(await this.cached('square.sales'))].map(([id, { day, total, refunded }]) => [
      id,
      { day, total, refunded },
    ])
    expect(Object.fromEntries(cachedSales)).toEqual(Object.fromEntries(expectedSales))
    const expectedDays = [...Map.groupBy(this.sales, ([, { day }]) => day)].map(([day, own]) => [
      day,
      { sales: own.length, sum: own.reduce((sum, [id, { total }]) => sum + total - refundedOf(id), 0) },
    ])
    const cachedDays = [...(await this.cached('square.days'))].map(([day, { sales: count, sum }]) => [
      day,
      { sales: count, sum },
    ])
    expect(Object.fromEntries(cachedDays)).toEqual(Object.fromEntries(expectedDays))
  }

  async bound(name: Name): Promise<string | null> {
    return (await readState(this.shop.db, name, new Meter())).state?.bound ?? null
  }
}

async function filled(): Promise<Till> {
  const till = new Till()
  for (let n = 0; n < 9; n++) till.putSale(`s${n}`, `2026-01-0${1 + (n % 3)}`, 100 + n)
  till.putRefund('r0', 's0', 10)
  for (let n = 0; n < 3; n++) await till.sync()
  await till.expectSame()
  till.shop.runTasks.clear()
  return till
}

describe('a pipeline that depends on another one', () => {
  it('is copied behind it, the first time too; until then it is skipped, and blanks nobody’s age', async () => {
    const till = new Till()
    till.putSale('s1', '2026-01-01', 100)
    till.putRefund('r1', 's1', 30)
    const first = await till.sync()
    expect(first.runs.map(({ pipeline, mode, status }) => [pipeline, mode, status])).toEqual([
      ['square.days', 'incremental', 'skipped'],
      ['square.sales', 'full', 'running'],
      ['square.refunds', 'full', 'running'],
    ])
    await till.sync()
    await till.expectSame()
    for (const context of till.contexts()) {
      const status = await pipelineStatus(context, context.settings.schedule, new Meter())
      expect(status).toMatchObject({ health: 'ok', asOf: expect.stringMatching(/^\d{4}-/) as string })
    }
  })

  it.each([
    [
      'the part first, then its parent',
      (till: Till) => till.putRefund('r9', 'new', 25),
      (till: Till) => till.putSale('new', '2026-01-01', 80),
    ],
    [
      'the parent first, then its part',
      (till: Till) => till.putSale('new', '2026-01-01', 80),
      (till: Till) => till.putRefund('r9', 'new', 25),
    ],
    [
      'a part that changes',
      (till: Till) => till.putRefund('r9', 's4', 25),
      (till: Till) => till.putRefund('r9', 's4', 5),
    ],
    [
      'a part that moves to another parent',
      (till: Till) => till.putRefund('r9', 's4', 25),
      (till: Till) => till.putRefund('r9', 's5', 25),
    ],
    [
      'a part that is undone',
      (till: Till) => till.putRefund('r9', 's4', 25),
      (till: Till) => till.putRefund('r9', 's4', 0),
    ],
    [
      'a record that moves to another key',
      (till: Till) => till.putSale('s0', '2026-01-02', 100),
      (till: Till) => till.putSale('s0', '2027-01-01', 90),
    ],
  ])('follows %s', async (_name, one, other) => {
    const till = await filled()
    one(till)
    await till.sync()
    await till.expectSame()
    other(till)
    await till.sync()
    await till.expectSame()
  })

  it('follows a part and a parent that are deleted, by full runs of theirs and by requests alone', async () => {
    const till = await filled()
    till.putRefund('r1', 's4', 7)
    await till.sync()
    till.shop.runTasks.clear()
    till.removeRefund('r1')
    await till.fullRun('square.refunds')
    expect(await till.requested()).toEqual(['square.sales', 'square.days'])
    await till.expectSame()
    till.removeSale('s4')
    await till.fullRun('square.sales')
    expect(await till.requested()).toEqual(['square.days'])
    await till.expectSame()
    for (const id of ['s2', 's5', 's8']) till.removeSale(id)
    await till.fullRun('square.sales')
    await till.requested()
    await till.expectSame()
    expect([...(await till.cached('square.days')).keys()]).not.toContain('2026-01-03')
  })

  it('stays as it is through a full run of either', async () => {
    const till = await filled()
    for (const name of pipelines) await till.fullRun(name)
    await till.expectSame()
    const before = await till.shop.db.collection('days_cache').get()
    await till.requested()
    await till.sync()
    await till.expectSame()
    const after = await till.shop.db.collection('days_cache').get()
    expect(after.docs.map(({ updateTime }) => updateTime)).toEqual(before.docs.map(({ updateTime }) => updateTime))
  })

  it('computes what was touched and nothing else', async () => {
    const till = await filled()
    till.putSale('s1', '2026-01-02', 1)
    const { runs } = await till.sync()
    expect(runs.find(({ pipeline }) => pipeline === 'square.days')).toMatchObject({
      fetched: 1,
      updated: 1,
      unchanged: 0,
    })
  })

  it('that a call has no time for is asked for as a task', async () => {
    const till = await filled()
    till.putSale('s1', '2026-01-02', 1)
    // The first wave takes all the time that there is.
    const { runs } = await till.sync({
      after: (method) => {
        if (method === 'commit') till.shop.pass(60_000)
      },
    })
    expect(runs.map(({ pipeline, status }) => [pipeline, status])).toContainEqual(['square.days', 'skipped'])
    expect([...till.shop.runTasks.values()]).toContainEqual(
      expect.objectContaining({ pipeline: 'square.days', scope: 'window' }),
    )
    await till.requested()
    await till.expectSame()
  })

  it('is as old as the oldest that it is computed from', async () => {
    const till = await filled()
    const [saleBound, before] = [await till.bound('square.sales'), await till.bound('square.days')]
    expect(before).toBe(saleBound)
    till.shop.pass(900_000)
    await syncAll(till.contexts().filter(({ id }) => id === 'square.days'))
    expect(await till.bound('square.days')).toBe(before)
    await till.sync()
    expect(await till.bound('square.days')).toBe(await till.bound('square.sales'))
    expect((await till.bound('square.days')) ?? '').not.toBe(before)
  })
})

interface Step {
  readonly kind: 'sale' | 'refund' | 'sync' | 'full' | 'die'
  readonly n: number
  readonly m: number
}

playHistories<readonly Step[]>(
  {
    kind: 'any history of sales and refunds, crashes of any run among them, ends with what both sources hold together',
    all: 200,
    few: 8,
    timeoutMs: 170_000,
    history: fc.array(
      fc.record({
        kind: fc.constantFrom('sale', 'sale', 'refund', 'refund', 'sync', 'sync', 'full', 'die'),
        n: fc.nat(5),
        m: fc.nat(11),
      }),
      { minLength: 3, maxLength: 12 },
    ),
  },
  async (steps) => {
    const till = await filled()
    for (const { kind, n, m } of steps) {
      if (kind === 'sale') till.putSale(`s${n}`, `2026-01-0${1 + (m % 3)}`, m)
      if (kind === 'refund') till.putRefund(`r${n}`, `s${m % 6}`, m)
      if (kind === 'sync') await till.sync()
      if (kind === 'full') {
        till.removeRefund(`r${n}`)
        await till.fullRun(pipelines[m % 3] ?? 'square.days')
      }
      if (kind === 'die') {
        const faults = dyingAt(1 + n, m % 2 === 0 ? 'before' : 'after')
        await (m < 6 ? till.sync(faults) : till.fullRun('square.sales', faults)).catch(() => undefined)
        // The tasks are tried again, and so is the lease once it has run out.
        for (const name of pipelines) till.fullRuns.add(name)
        till.shop.pass(3_600_000)
      }
    }
    // What was removed is found by a full run of where it was, and what that changes by the runs behind it.
    await till.fullRun('square.refunds')
    for (let again = 0; again < 2; again++) await till.sync()
    await till.expectSame()
  },
)
