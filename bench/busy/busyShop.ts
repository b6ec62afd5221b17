import type { VirtualClock } from '../lab/clock.ts'
import type { BenchShop } from '../lab/shop.ts'
import type { StretchPlan } from '../plan.ts'
import type { BusyStretch } from '../results.ts'
import type { Deployment, DeployedRun, Trade } from '../tidemark/deployment.ts'
import { requestedBill, scheduledBill } from './bounds.ts'

/** The last changes of a stretch are brought within so long, in milliseconds. */
const tailMs = 30_000

/** The busy shop's deployment, and what moves it. */
export interface BusyShop {
  readonly deployment: Deployment
  readonly shop: BenchShop
  readonly clock: VirtualClock
}

/**
 * What changes cost at each pace. Stretches of one list follow one another; a list begins right after a scheduled run and ends
 * with two, of which the second one reads no more than the lookback again. Throws where a change was not brought.
 */
export async function measureBusyShop(
  busy: BusyShop,
  lists: readonly (readonly StretchPlan[])[],
  onStretch: (name: string) => void,
): Promise<BusyStretch[]> {
  const measured: BusyStretch[] = []
  for (const list of lists) {
    const trades: Trade[] = []
    await busy.deployment.passToScheduledRun()
    for (const [i, stretch] of list.entries()) {
      onStretch(stretch.name)
      measured.push(await measureStretch(busy, stretch, trades, i === list.length - 1))
    }
  }
  return measured
}

/** One stretch; `all` are the changes of its list so far, and get its own: scheduled runs come by all of them. */
async function measureStretch(
  { deployment, shop, clock }: BusyShop,
  stretch: StretchPlan,
  all: Trade[],
  isLast: boolean,
): Promise<BusyStretch> {
  const { name, changes } = stretch
  const runsBefore = deployment.runs.length
  const trades = tradesOf(stretch, shop, clock.now() + 1)
  all.push(...trades)
  await deployment.trade(trades)
  await deployment.passTo(clock.now() + tailMs)
  if (isLast) {
    await deployment.passToScheduledRun()
    await deployment.passToScheduledRun()
  }
  const runs = deployment.runs.slice(runsBefore)
  const runsOf = (kind: DeployedRun['kind']): DeployedRun[] => runs.filter((run) => run.kind === kind)
  const requested = requestedBill(runsOf('requested'))
  const placedMs = all.filter(({ isNew }) => isNew).map(({ atMs }) => atMs)
  const scheduled = scheduledBill(runsOf('scheduled'), placedMs, all.length)
  const brought = requested.brought + scheduled.brought
  if (brought !== changes) throw new Error(`${name}: runs brought ${brought} of ${changes} changes.`)
  return { name, changes, requested, scheduled }
}

/** New orders and changes of different old ones. */
function tradesOf({ changes, everyMs, newEach }: StretchPlan, shop: BenchShop, fromMs: number): Trade[] {
  const times = Array.from({ length: changes }, (_, i) => fromMs + Math.round(i * everyMs))
  const isNewAt = (i: number): boolean => newEach > 0 && i % newEach === 0
  const changed = shop.change(times.filter((_, i) => !isNewAt(i))).values()
  return times.map((atMs, i) => {
    const isNew = isNewAt(i)
    const order = isNew ? shop.place(atMs) : changed.next().value
    if (order === undefined) throw new RangeError('The shop changes as many orders as it is asked to.')
    return { atMs, order, isNew }
  })
}
