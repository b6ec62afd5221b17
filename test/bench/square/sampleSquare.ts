import type { ListCheck } from '../../../bench/square/factCheck.ts'
import type { SquareResults, Stage } from '../../../bench/square/results.ts'
import { goodResults } from '../sampleResults.ts'

/** A stage that took so many seconds. */
export function stageOf(seconds: number, changed: Partial<Stage> = {}): Stage {
  return { ms: seconds * 1000, calls: 0, reads: 0, writes: 0, load: 2, ...changed }
}

/** A list that is as at the vendor; a test changes what it is about. */
export function listOf(rows: number, changed: Partial<ListCheck> = {}): ListCheck {
  const expected = { rows, sum: null }
  return { rows, sum: null, expected, missing: 0, surplus: 0, differing: 0, unlisted: 0, ...changed }
}

/** Results that meet every target. */
export const goodSquare: SquareResults = {
  environment: goodResults.environment,
  merchant: { orders: 30_390, lineItems: 159_131, availabilities: 7_801 },
  latencyMs: 100,
  first: { copied: stageOf(60, { calls: 400, writes: 90_000 }), computed: stageOf(90, { writes: 150_000 }) },
  changes: { orders: 40, prices: 25, counts: 25, refunds: 10 },
  incremental: { ...stageOf(5, { calls: 35 }), brought: 400 },
  quiet: { ...stageOf(3, { calls: 33 }), brought: 0 },
  rebuild: {
    clear: stageOf(50, { writes: 80_000 }),
    read: stageOf(90, { calls: 850 }),
    write: stageOf(60, { writes: 80_000 }),
  },
  lists: {
    locations: listOf(11),
    catalogItems: listOf(300),
    catalogVariations: listOf(900),
    catalogCategories: listOf(5),
    inventoryCounts: listOf(8_000),
    vendors: listOf(12),
    teamMembers: listOf(22),
    customers: listOf(3_000),
    orders: listOf(32_000, { sum: 1_234_567.5, expected: { rows: 32_000, sum: 1_234_567.5 } }),
    payments: listOf(30_000),
    refunds: listOf(1_600),
  },
  rebuilt: {
    locations: 11,
    catalog: 1_205,
    counts: 8_000,
    vendors: 12,
    team: 22,
    customers: 3_000,
    orders: 32_000,
    payments: 30_000,
    refunds: 1_600,
  },
}

/** The good results with a list of another kind. */
export function squareWith(stream: string, list: ListCheck): SquareResults {
  return { ...goodSquare, lists: { ...goodSquare.lists, [stream]: list } }
}
