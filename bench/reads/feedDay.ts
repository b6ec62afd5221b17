import { eventOptions, requestedRunOptions, syncOptions } from '../../functions/src/options.ts'
import { countedClient } from '../../scripts/local/countedClient.ts'
import { functionBillOf } from '../../scripts/local/functionPrices.ts'
import { billed, type Billed } from '../lab/billed.ts'
import { openingMs, type VirtualClock } from '../lab/clock.ts'
import { connect } from '../lab/databases.ts'
import type { BenchShop } from '../lab/shop.ts'
import type { DayBill, FeedDay, FunctionDay } from '../results.ts'
import { openTidemarkPages } from '../tidemark/contestant.ts'
import { Deployment, type DeployedRun } from '../tidemark/deployment.ts'
import { countExpiring } from '../tidemark/expiring.ts'
import { defaultConfig, openTidemark } from '../tidemark/instance.ts'
import { dayBillOf } from './dayBill.ts'
import { entrantOf, lookAll } from './entrants.ts'
import { dayMs } from './sessions.ts'
import { sumOf, type Bill } from './tally.ts'
import { dayOf, traffic } from './traffic.ts'

/** The last changes are brought within so long, in milliseconds. */
const tailMs = 60_000

/**
 * The scenario's day for Tidemark as it is deployed by default, on a store of its own that a full run has copied: the same
 * views and as many changes at the same times, but each change is reported at its own, and runs come as they are asked for.
 * The weekly full run follows it.
 */
export async function runFeedDay(
  projectId: string,
  shop: BenchShop,
  clock: VirtualClock,
  onProgress: (done: number, all: number) => void,
): Promise<{ readonly bill: DayBill; readonly day: FeedDay }> {
  const { views, events } = dayOf(shop)
  const client = connect(projectId)
  const deployment = new Deployment(client, shop, clock)
  const entrant = entrantOf('tidemarkFeed', openTidemarkPages(connect(projectId), clock, defaultConfig))
  try {
    const expiringBefore = await countExpiring(client)
    for (const [i, event] of events.entries()) {
      onProgress(i, events.length)
      const { kind, at } = event
      // The scheduler's runs are among those that this passes.
      await deployment.passTo(at)
      if (kind === 'recycle') await entrant.contestant.recycle()
      if (kind === 'view') await lookAll([entrant], event.index, event.view)
      if (kind === 'trade') {
        const { isNew } = event
        const orders = isNew ? [shop.place(at)] : shop.change([at])
        await deployment.trade(orders.map((order) => ({ atMs: at, order, isNew })))
      }
    }
    await deployment.passTo(openingMs + dayMs + tailMs)
    const expiringAfter = await countExpiring(client)
    const { db, counts } = countedClient(client)
    const fullRun = await billed(counts, () => openTidemark(db, clock, defaultConfig).copyEverything())
    const expiring = { day: expiringAfter - expiringBefore, fullRun: (await countExpiring(client)) - expiringAfter }
    const syncs = sumOf([...deployment.calls, ...deployment.runs].map(({ bill }) => bill))
    const pages = entrant.tally.billOf(views.map(entrant.stepOf))
    const measured = { views: entrant.tally.runs, ofViews: views.length }
    return { bill: dayBillOf(pages, { syncs, fullRun: fullRun.bill, expiring }, measured), day: feedDayOf(deployment) }
  } finally {
    await Promise.all([client.terminate(), entrant.contestant.close()])
  }
}

/** What each function of the feed did on the day; throws where a changed order was not brought, or a scheduled run is missing. */
function feedDayOf({ calls, runs, changed }: Deployment): FeedDay {
  const runsOf = (kind: DeployedRun['kind']): DeployedRun[] => runs.filter((run) => run.kind === kind)
  const [requested, scheduled] = [runsOf('requested'), runsOf('scheduled')]
  const brought = runs.reduce((sum, run) => sum + run.brought, 0)
  if (brought < changed.size) throw new Error(`Runs brought ${brought} of ${changed.size} changed orders.`)
  if (scheduled.length !== traffic.syncs) throw new Error(`The day had ${scheduled.length} scheduled runs.`)
  return {
    onOrderWritten: functionDayOf(calls, eventOptions),
    requestedSync: functionDayOf(requested, requestedRunOptions),
    syncOrders: functionDayOf(scheduled, syncOptions),
  }
}

function functionDayOf(
  calls: readonly Pick<Billed<unknown>, 'bill' | 'ms'>[],
  { memory }: { readonly memory: string },
): FunctionDay {
  const bill: Bill = sumOf(calls.map((call) => call.bill))
  const times = calls.map(({ ms }) => ms)
  const seconds = times.reduce((sum, ms) => sum + ms, 0) / 1_000
  return { ...bill, memory, seconds, ...functionBillOf(times, memory) }
}
