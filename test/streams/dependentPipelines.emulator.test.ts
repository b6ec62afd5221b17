import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { feedOf } from '../../functions/src/cache/paths.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import { pipelineStatus } from '../../functions/src/sync/status.ts'
import { syncAll } from '../../functions/src/sync/syncAll.ts'
import { dyingAt } from '../harness/crashes.ts'
import { playHistories } from '../harness/histories.ts'
import { Till, pipelines } from './till.ts'

async function filled(): Promise<Till> {
  const till = new Till()
  for (let n = 0; n < 9; n++) till.putSale(`s${n}`, `2026-01-0${1 + (n % 3)}`, 100 + n)
  till.putRefund('r0', 's0', 10)
  // No test removes it: where nothing is left nothing is deleted (invariant 7).
  till.putRefund('kept', 's8', 1)
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

  it('is told nothing of a first copy that it will compute all of, and of all that comes later', async () => {
    const till = new Till()
    for (let n = 0; n < 9; n++) till.putSale(`s${n}`, `2026-01-0${1 + (n % 3)}`, 100 + n)
    const reports = async (): Promise<number> => (await feedOf(till.shop.db, 'square.days').get()).size
    await till.sync()
    expect(await reports()).toBe(0)
    // The one that waits is asked for by the end of that copy.
    expect([...till.shop.runTasks.values()].map(({ pipeline }) => pipeline)).toContain('square.days')
    await till.requested()
    await till.drain()
    await till.expectSame()
    till.putSale('s1', '2026-01-02', 5)
    await till.sync()
    expect(await reports()).toBe(1)
    await till.expectSame()
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
    timeoutMs: 300_000,
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
