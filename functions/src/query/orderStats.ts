import type { Clock } from '../lib/clock.ts'
import { InvalidInputError } from '../lib/errors.ts'
import type { OrderStatsBucket, OrderStatsRequest, OrderStatsResponse, StatsDimension } from '../model/api.ts'
import { freshnessOf } from '../model/freshness.ts'
import type { Row } from '../model/row.ts'
import { ageOf } from './age.ts'
import { periodOf } from './buckets.ts'
import { compareUnits } from './collation.ts'
import { ExactSum } from './exactSum.ts'
import { compileFilter } from './filter.ts'
import type { CacheReader } from './view.ts'

/**
 * Orders and revenue of each bucket and currency, from one committed version of the cache. Throws an InvalidInputError
 * where a bucket's revenue is beyond what a number holds.
 */
export async function orderStats(
  reader: CacheReader,
  { filter, by }: OrderStatsRequest,
  clock: Pick<Clock, 'now' | 'serverTime'>,
): Promise<OrderStatsResponse> {
  const startedMs = clock.now()
  const view = await reader.view(() => null)
  const { base, choice } = compileFilter(filter ?? {})
  const buckets = bucketsOf(
    view.rows.filter((row) => choice(row) && base(row)),
    by,
  )
  const { bound, readTime } = ageOf(view)
  return {
    by,
    buckets,
    ...freshnessOf(bound, clock.serverTime(readTime)),
    meta: {
      firestoreReads: view.firestoreReads,
      segmentsRead: view.segmentsRead,
      ms: Math.round(clock.now() - startedMs),
    },
  }
}

/** The rows counted and summed by bucket and currency, sorted; throws where a sum is beyond what a number holds. */
export function bucketsOf(rows: Iterable<Row>, by: StatsDimension): OrderStatsBucket[] {
  const tallies = new Map<string, { bucket: string; currency: string; count: number; sum: ExactSum }>()
  for (const row of rows) {
    const { currency } = row
    const bucket = by === 'status' || by === 'source' ? row[by] : periodOf(row.createdAt, by)
    const key = `${bucket} ${currency}`
    const tally = tallies.get(key) ?? { bucket, currency, count: 0, sum: new ExactSum() }
    tallies.set(key, tally)
    tally.count += 1
    tally.sum.add(row.total)
  }
  return [...tallies.values()]
    .map(({ bucket, currency, count, sum }) => ({ bucket, currency, count, revenue: revenueOf(sum) }))
    .sort((a, b) => compareUnits(a.bucket, b.bucket) || compareUnits(a.currency, b.currency))
}

function revenueOf(sum: ExactSum): number {
  const revenue = sum.value()
  if (revenue !== null) return revenue
  throw new InvalidInputError('filter', 'lets through so much that a sum exceeds 2^53 - 1 minor units; narrow it')
}
