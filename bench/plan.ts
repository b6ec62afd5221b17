import { formatCount } from '../tools/local/report.ts'
import type { LatencyPlan } from './latency/latency.ts'
import type { ScenarioPlan } from './reads/scenario.ts'

/** A store on the emulator, from its first order to its end, and what is measured on it. */
export interface StorePlan {
  readonly orders: number
  readonly scenario: ScenarioPlan
  /** The day with the change feed is run so far, as a share of it. */
  readonly feedDayShare: number
  readonly latency: LatencyPlan
}

/** Changes of a busy shop, one each `everyMs` (0: all at once); each `newEach`th is a new order (0: none). */
export interface StretchPlan {
  readonly name: string
  readonly changes: number
  readonly everyMs: number
  readonly newEach: number
}

export interface Plan {
  readonly mode: 'full' | 'quick'
  readonly stores: readonly StorePlan[]
  /** Sizes and the processes that each figure is the median of. */
  readonly growth: readonly { readonly orders: number; readonly runs: number }[]
  readonly incremental: { readonly changes: readonly number[]; readonly runs: number }
  /** On the smallest store: stretches that follow one another, from one scheduled run to another. */
  readonly busyShop: readonly (readonly StretchPlan[])[]
}

const small = 10_000
const large = 314_000
const huge = 1_000_000
/** Above this the emulator takes seconds for a query. */
const quickQueries = 30_000

/** What to measure. `most` limits the largest store; a quick plan has the small ones only. */
export function planOf({ isQuick, most }: { isQuick: boolean; most: number | null }): Plan {
  const within = (sizes: readonly number[]): number[] => {
    const limited = sizes.map((size) => Math.min(size, most ?? Infinity))
    return [...new Set(limited)]
  }
  const stores = within(isQuick && most === null ? [small] : [small, large])
  const growth = within(isQuick && most === null ? [small, 50_000] : [small, 100_000, large, huge])
  return {
    mode: isQuick ? 'quick' : 'full',
    stores: stores.map((orders) => ({
      orders,
      // On a large store the emulator takes seconds for each of the rivals' queries; their bills hardly differ.
      scenario: { rivalSamples: isQuick ? 1 : orders > quickQueries ? 2 : Infinity },
      feedDayShare: isQuick ? 0.5 : 1,
      latency: latencyPlanOf(orders, isQuick),
    })),
    growth: growth.map((orders) => ({ orders, runs: isQuick ? 1 : orders > large ? 3 : 5 })),
    incremental: {
      // No more than the shop remembers of its orders.
      changes: [5, 100, 500, 5_000].filter((changes) => changes <= (stores.at(-1) ?? 0) / 2),
      runs: isQuick ? 1 : 3,
    },
    // A smaller shop has fewer orders to change.
    busyShop: busyShopOf(isQuick || Math.min(...stores) < small),
  }
}

function busyShopOf(isShort: boolean): Plan['busyShop'] {
  const imported = isShort ? 500 : 5_000
  return [
    [paced(0.1, isShort ? 4 : 30)],
    [paced(1, isShort ? 2 : 8)],
    [paced(5, isShort ? 1 : 8)],
    [
      { name: `an import of ${formatCount(imported)}, all at once`, changes: imported, everyMs: 0, newEach: 1 },
      { name: 'then one each 10 s, for 5 minutes', changes: 30, everyMs: 10_000, newEach: 0 },
    ],
  ]
}

/** As on the day, a third of what changes is new. */
function paced(perSecond: number, minutes: number): StretchPlan {
  return {
    name: `${perSecond} a second, for ${minutes} minute${minutes === 1 ? '' : 's'}`,
    changes: Math.round(perSecond * minutes * 60),
    everyMs: 1_000 / perSecond,
    newEach: 3,
  }
}

function latencyPlanOf(orders: number, isQuick: boolean): LatencyPlan {
  const isLarge = orders > quickQueries
  return {
    warm: { least: isLarge ? 2 : 5, most: 300, budgetMs: isQuick ? 300 : 3_000 },
    cold: { least: 1, most: isQuick ? 1 : 5, budgetMs: isQuick ? 500 : 3_000 },
    coldOverHttp: { least: 1, most: isQuick ? 1 : 3, budgetMs: isQuick ? 1_000 : 10_000 },
  }
}
