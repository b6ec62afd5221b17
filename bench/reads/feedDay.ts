import { eventOptions, requestedRunOptions, syncOptions } from '../../functions/src/options.ts'
import { countedClient } from '../../tools/local/countedClient.ts'
import { functionBillOf } from '../../tools/local/functionPrices.ts'
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
 * Of the day its first `share` (up to 1) is run, and what that was billed is multiplied. The weekly full run follows it.
 */
export async function runFeedDay(
  projectId: string,
  shop: BenchShop,
  clock: VirtualClock,
  share: number,
  onProgress: (done: number, all: number) => void,
): Promise<{ readonly bill: DayBill; readonly day: FeedDay }> {
  const { views, events } = dayOf(shop)
  const untilMs = openingMs + share * dayMs
  const client = connect(projectId)
  const deployment = new Deployment(client, shop, clock)
  const entrant = entrantOf('tidemarkFeed', openTidemarkPages(connect(projectId), clock, defaultConfig))
  try {
    const expiringBefore = await countExpiring(client)
    for (const [i, event] of events.entries()) {
      const { kind, at } = event
      if (at > untilMs) break
      onProgress(i, events.length)
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
    await deployment.passTo(untilMs + tailMs)
    const expiringAfter = await countExpiring(client)
    const { db, counts } = countedClient(client)
    const fullRun = await billed(counts, () => openTidemark(db, clock, defaultConfig).copyEverything())
    const expiringAtLast = await countExpiring(client)
    const pages = entrant.tally.billOf(views.map(entrant.stepOf))
    const upkeep = {
      syncs: scaled(sumOf([...deployment.calls, ...deployment.runs].map(({ bill }) => bill)), share),
      fullRun: fullRun.bill,
      expiring: {
        day: Math.round((expiringAfter - expiringBefore) / share),
        fullRun: expiringAtLast - expiringAfter,
      },
    }
    const measured = { views: entrant.tally.runs, ofViews: views.length }
    return { bill: dayBillOf(pages, upkeep, measured), day: feedDayOf(deployment, share) }
  } finally {
    await Promise.all([client.terminate(), entrant.contestant.close()])
  }
}

/** What each function of the feed did on the day; throws where a changed order was not brought, or a scheduled run is missing. */
function feedDayOf({ calls, runs, changed }: Deployment, share: number): FeedDay {
  const runsOf = (kind: DeployedRun['kind']): DeployedRun[] => runs.filter((run) => run.kind === kind)
  const [requested, scheduled] = [runsOf('requested'), runsOf('scheduled')]
  const brought = runs.reduce((sum, run) => sum + run.brought, 0)
  if (brought < changed.size) throw new Error(`Runs brought ${brought} of ${changed.size} changed orders.`)
  if (scheduled.length !== share * traffic.syncs) throw new Error(`The day had ${scheduled.length} scheduled runs.`)
  return {
    onOrderWritten: functionDayOf(calls, eventOptions, share),
    requestedSync: functionDayOf(requested, requestedRunOptions, share),
    syncOrders: functionDayOf(scheduled, syncOptions, share),
  }
}

/** A function on the day, by its calls in a share of it. */
function functionDayOf(
  calls: readonly Pick<Billed<unknown>, 'bill' | 'ms'>[],
  { memory }: { readonly memory: string },
  share: number,
): FunctionDay {
  const times = calls.map(({ ms }) => ms)
  const bill = functionBillOf(times, memory)
  return {
    ...scaled(sumOf(calls.map((call) => call.bill)), share),
    memory,
    calls: Math.round(bill.calls / share),
    seconds: times.reduce((sum, ms) => sum + ms, 0) / 1_000 / share,
    billedSeconds: bill.billedSeconds / share,
    dollars: bill.dollars / share,
  }
}

function scaled({ reads, writes }: Bill, share: number): Bill {
  return { reads: Math.round(reads / share), writes: Math.round(writes / share) }
}
