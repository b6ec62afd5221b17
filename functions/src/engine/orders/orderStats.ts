import type { OrderStatsRequest, OrderStatsResponse } from '../../contract/api.ts'
import { TimeZone } from '../../contract/timeZone.ts'
import type { Clock } from '../../lib/clock.ts'
import { assertAnswered, metaOf } from '../page.ts'
import { matchesIn } from '../plan/matches.ts'
import { assertLoadable, candidatesOf } from '../plan/plan.ts'
import type { Viewer } from '../store/view.ts'
import { BucketTally } from './bucketTally.ts'
import { compileOrderFilter } from './orderQuery.ts'

/**
 * Orders and revenue of each bucket and currency, from one committed version of the cache; `shopZone` is the time zone of a
 * request that names none. Throws an InvalidInputError
 * where a bucket's revenue is beyond what a number holds, and a ResourceExhaustedError where the orders are too many.
 */
export async function orderStats(
  reader: Viewer,
  { filter, by, includeCancelled = false, timeZone }: OrderStatsRequest,
  shopZone: string,
  clock: Pick<Clock, 'now'>,
): Promise<OrderStatsResponse> {
  const startedMs = clock.now()
  const view = await reader.view()
  const compiled = compileOrderFilter(reader.stream, filter ?? {})
  assertAnswered(view, compiled)
  const zone = new TimeZone(timeZone ?? shopZone)
  const tally = new BucketTally({ by, zone, includeCancelled })
  for (const { pending } of view.versions) tally.add(pending.block.columns, matchesIn(pending, compiled))
  const candidates = await candidatesOf(view, compiled)
  assertLoadable(view, candidates)
  for await (const lot of view.lots(candidates)) {
    for (const { part, rest } of lot) tally.add(part.block.columns, matchesIn(part, rest))
  }
  return {
    by,
    timeZone: zone.name,
    buckets: tally.buckets(),
    ...view.freshness,
    meta: metaOf(view, startedMs, clock),
  }
}
