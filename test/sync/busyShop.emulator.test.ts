import { describe, expect, it } from 'vitest'

import type { RunReport } from '../../functions/src/contract/sync.ts'
import { Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { expectSameAsSource } from '../harness/consistency.ts'
import { LiveShop, type LiveRun } from '../harness/liveShop.ts'
import { ids, Shop, type ShopOptions } from '../harness/shop.ts'

/*
 * What a shop with the change feed on costs at any rate of change (invariant 13), measured on the wire; LiveShop holds each
 * run's report against it.
 */

const stamped: ShopOptions = { source: { changedAtField: 'updatedAt', changeFeed: true } }
/** Updates of its orders are told by their reports alone. */
const unstamped: ShopOptions = { source: { changedAtField: 'timestamp', changeFeed: true } }
const placedAt = Timestamp.fromMillis(Date.UTC(2026, 0, 1))

/** A shop of `orders` orders after a quiet hour. */
async function liveShop(options: ShopOptions, orders: number): Promise<LiveShop> {
  const shop = new Shop({ ...options, settings: { pageSize: 480 } })
  await shop.putMany(ids(orders), (_id, i) => {
    const at = Timestamp.fromMillis(placedAt.toMillis() + i * 60_000)
    return { timestamp: at, updatedAt: at }
  })
  await shop.fullRun()
  const live = new LiveShop(shop)
  // A quiet hour, and its runs.
  await live.pass(3_600_000)
  await live.passToScheduledRun()
  live.runs.length = 0
  return live
}

/** `count` of the shop's `orders`, each once, from all over the time in which they were placed. */
function someOrders(count: number, orders: number): string[] {
  const all = ids(orders)
  return Array.from({ length: count }, (_, i) => all[(i * 7_919) % orders] ?? '')
}

/** What updates an order: where the shop does not stamp, nothing in it tells. */
const fieldsOf = (options: ShopOptions): Record<string, unknown> =>
  options === unstamped ? { timestamp: placedAt } : {}

function sumOf(runs: readonly LiveRun[], kind: LiveRun['kind']) {
  const reports = runs.filter((run) => run.kind === kind).map(({ report }) => report)
  const sum = (name: keyof RunReport): number => reports.reduce((total, report) => total + Number(report[name]), 0)
  return { runs: reports.length, reads: sum('firestoreReads'), writes: sum('firestoreWrites'), updated: sum('updated') }
}

/** Holds the requested runs against invariant 13, and returns their figures for the log. */
function expectCheap(live: LiveShop, changed: number): string {
  const { runs, reads, writes, updated } = sumOf(live.runs, 'requested')
  expect(updated, 'they brought every change').toBe(changed)
  // Three reads a change, five a run; folds come to a twentieth a change at most.
  expect(reads).toBeLessThanOrEqual(3 * changed + 5 * runs + changed / 20)
  // The order, four for a run's last commit; three for each further one of at most 480.
  expect(writes).toBeLessThanOrEqual(changed + 4 * runs + 3 * Math.ceil(changed / 480) + changed / 20)
  const per = (n: number): string => (n / changed).toFixed(2)
  return `${changed} changes, ${runs} requested runs: ${per(reads)} reads and ${per(writes)} writes a change`
}

function log(name: string, text: string): void {
  process.stdout.write(`${name}: ${text}\n`)
}

describe.each([
  ['that stamps its updates', stamped],
  ['whose updates nothing tells but their reports', unstamped],
])('a shop %s', (name, options) => {
  it.each([
    [1, 1_000],
    [5, 200],
  ])(
    'pays invariant 13 for %i changes a second for four minutes',
    async (rate, everyMs) => {
      const live = await liveShop(options, 1_500)
      const changed = rate * 240
      await live.change(someOrders(changed, 1_500), everyMs, fieldsOf(options))
      await live.pass(30_000)
      const requested = expectCheap(live, changed)
      const spans = live.runs.map(({ atMs }, i) => atMs - (live.runs[i - 1]?.atMs ?? 0)).slice(2)
      expect(Math.min(...spans), 'runs come at a steady distance').toBeGreaterThanOrEqual(15_000)
      expect(live.asked, 'one enqueue a run').toBe(live.runs.length)

      await live.passToScheduledRun()
      const scheduled = sumOf(live.runs, 'scheduled')
      const window = options === stamped ? changed : 0
      // The window, a count of the lookback's reports, and what tells that all of it is applied already: a few segments.
      expect(scheduled).toMatchObject({ runs: 1, updated: 0 })
      expect(scheduled.reads).toBeLessThanOrEqual(window + 6 + changed / 20)
      expect(scheduled.writes).toBeLessThanOrEqual(3)
      log(`A shop ${name}, ${rate} a second`, `${requested}; the scheduled run ${scheduled.reads} reads`)
      await expectSameAsSource(live.shop.db)
    },
    180_000,
  )

  it('pays it for 2,000 changes at once, and no more for those that come one by one afterwards', async () => {
    const live = await liveShop(options, 2_500)
    const [atOnce, oneByOne] = [someOrders(2_000, 2_500), someOrders(2_030, 2_500).slice(2_000)]
    await live.change(atOnce, 0, fieldsOf(options))
    await live.pass(9_000)
    const burst = expectCheap(live, 2_000)
    live.runs.length = 0
    await live.change(oneByOne, 10_000, fieldsOf(options))
    await live.pass(30_000)
    const single = expectCheap(live, 30)
    live.runs.length = 0
    await live.passToScheduledRun()
    await live.passToScheduledRun()
    const scheduled = live.runs.map(({ report }) => report.firestoreReads).join(' and ')
    const inWindow = options === stamped ? 2_030 : 0
    expect(sumOf(live.runs, 'scheduled').reads).toBeLessThanOrEqual(inWindow + 2 * 6 + 2_030 / 20)
    log(`A shop ${name}, at once`, `${burst}; then one each 10 s: ${single}; the scheduled runs ${scheduled} reads`)
    await expectSameAsSource(live.shop.db)
  }, 180_000)
})
