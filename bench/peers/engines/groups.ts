import type { Facets, OrderStatsBucket } from '../../../functions/src/contract/api.ts'

/** The number of rows of a status, source and currency. */
export interface FacetGroup {
  readonly status: string
  readonly source: string
  readonly currency: string
  count: number
}

/** Returns the counts of each facet from those of the groups of all three. */
export function facetsOf(groups: Iterable<FacetGroup>): Facets {
  const facets: Record<'status' | 'source' | 'currency', Record<string, number>> = {
    status: {},
    source: {},
    currency: {},
  }
  for (const { count, ...words } of groups) {
    for (const name of ['status', 'source', 'currency'] as const) {
      facets[name][words[name]] = (facets[name][words[name]] ?? 0) + count
    }
  }
  return facets
}

/** Returns the bucket of a day, counted from 1970-01-01; every status of the sample has a known meaning. */
export function bucketOfDay(
  day: number,
  sums: Pick<OrderStatsBucket, 'currency' | 'count' | 'leftOut' | 'revenue'>,
): OrderStatsBucket {
  return { bucket: new Date(day * 86_400_000).toISOString().slice(0, 10), unmapped: 0, ...sums }
}
