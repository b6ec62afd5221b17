import type { LatencyPlan } from './latency/latency.ts'
import type { ScenarioPlan } from './reads/scenario.ts'

/** A store on the emulator, from its first order to its end, and what is measured on it. */
export interface StorePlan {
  readonly orders: number
  readonly scenario: ScenarioPlan
  readonly latency: LatencyPlan
}

export interface Plan {
  readonly mode: 'full' | 'quick'
  readonly stores: readonly StorePlan[]
  /** Sizes and the processes that each figure is the median of. */
  readonly growth: readonly { readonly orders: number; readonly runs: number }[]
  readonly incremental: { readonly changes: readonly number[]; readonly runs: number }
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
      latency: latencyPlanOf(orders, isQuick),
    })),
    growth: growth.map((orders) => ({ orders, runs: isQuick ? 1 : orders > large ? 3 : 5 })),
    incremental: {
      // No more than the shop remembers of its orders.
      changes: [5, 100, 500, 5_000].filter((changes) => changes <= (stores.at(-1) ?? 0) / 2),
      runs: isQuick ? 1 : 3,
    },
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
