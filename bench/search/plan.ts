import type { LabPlan } from '../lab/lab.ts'

/** The size of the measurement of searches. */
export interface SearchPlan extends LabPlan {
  readonly orders: number
  /** New processes for each way to declare the orders. */
  readonly runs: number
  /** Searches of each kind. */
  readonly samples: number
}

/** Returns the plan for `orders` orders; null: as many as the mode has. */
export function searchPlanOf({ isQuick, orders }: { isQuick: boolean; orders: number | null }): SearchPlan {
  const count = orders ?? (isQuick ? 10_000 : 314_000)
  // Their lists alone are written, and no documents.
  return { mode: isQuick ? 'quick' : 'full', most: count / 100, orders: count, runs: isQuick ? 1 : 5, samples: 100 }
}
