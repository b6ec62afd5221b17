import type { Head } from '../cache/head.ts'
import type { Clock } from '../lib/clock.ts'
import { later } from '../lib/instant.ts'
import type { Facets, ListOrdersRequest, ListOrdersResponse } from '../model/api.ts'
import { freshnessOf } from '../model/freshness.ts'
import { compareKeys, facetNames, type Row } from '../model/row.ts'
import { orderRowOf } from './orderRow.ts'
import { defaultLimit, pageOf } from './page.ts'
import { defaultSort } from './sort.ts'
import type { CacheReader } from './view.ts'

/** Answers a parsed request from one committed version of the cache; throws InvalidInputError('cursor'). */
export async function listOrders(
  reader: CacheReader,
  request: ListOrdersRequest,
  clock: Pick<Clock, 'now' | 'serverTime'>,
): Promise<ListOrdersResponse> {
  const startedMs = clock.now()
  const isFirstPage = isUnfilteredFirstPage(request)
  const limit = request.limit ?? defaultLimit
  const view = await reader.view((heads) => (isFirstPage ? newestOf(heads, limit + 1) : null))
  const page = pageOf(view.rows, request)
  const bounds = view.heads.map(({ bound }) => bound)
  // The answer is as old as the oldest of its sources.
  const bound = bounds.includes(null) ? null : bounds.reduce((a, b) => (later(a, b) === a ? b : a))
  return {
    orders: page.rows.map(orderRowOf),
    // Beyond the first rows the head knows the counts without the rows themselves.
    total: isFirstPage ? view.heads.reduce((sum, { live }) => sum + live, 0) : page.total,
    nextCursor: page.nextCursor,
    ...(request.facets === true ? { facets: isFirstPage ? facetsOfHeads(view.heads) : page.facets } : {}),
    ...freshnessOf(bound, clock.serverTime(view.readTime)),
    meta: {
      firestoreReads: view.firestoreReads,
      segmentsRead: view.segmentsRead,
      ms: Math.round(clock.now() - startedMs),
    },
  }
}

function isUnfilteredFirstPage({ filter, sort = defaultSort, cursor }: ListOrdersRequest): boolean {
  const isDefault = sort.field === defaultSort.field && sort.direction === defaultSort.direction
  return isDefault && cursor === undefined && Object.values(filter ?? {}).every((value) => value === undefined)
}

/** The heads' newest rows as far down as all heads are complete; null where those are fewer than `count`. */
function newestOf(heads: readonly Head[], count: number): Row[] | null {
  const floors = heads.flatMap(({ newestFloor }) => newestFloor ?? [])
  const rows = heads
    .flatMap(({ newest }) => newest)
    .filter((row) => floors.every((floor) => compareKeys(row, floor) >= 0))
  return floors.length === 0 || rows.length >= count ? rows : null
}

function facetsOfHeads(heads: readonly Head[]): Facets {
  const facets: Facets = { status: {}, source: {}, currency: {} }
  for (const name of facetNames) {
    const counted = heads.flatMap(({ facets: counts }) => Object.entries(counts[name] ?? {}))
    for (const [value, count] of counted.sort(([a], [b]) => (a < b ? -1 : 1))) {
      facets[name][value] = (facets[name][value] ?? 0) + count
    }
  }
  return facets
}
