import type { PageMeta } from '../contract/api.ts'
import type { Freshness } from '../contract/freshness.ts'
import type { Clock } from '../lib/clock.ts'
import type { Columns } from './encoding/columns.ts'
import type { FacetCounts } from './encoding/head.ts'
import { decodeCursor, encodeCursor } from './plan/cursor.ts'
import type { CompiledFilter } from './plan/filter.ts'
import { findPage } from './plan/find.ts'
import type { RowOrder } from './plan/sort.ts'
import type { View, Viewer } from './store/view.ts'

export interface PageQuery {
  readonly filter: CompiledFilter
  readonly sort: RowOrder
  readonly limit?: number | undefined
  readonly cursor?: string | undefined
  readonly facets?: boolean | undefined
}

export interface Page<T> extends Freshness {
  readonly records: readonly T[]
  /** The number of all records that pass the filter. */
  readonly total: number
  readonly nextCursor: string | null
  readonly facets: FacetCounts | null
  readonly meta: PageMeta
}

const defaultLimit = 50

/**
 * Answers a query from one committed version of the cache; `recordAt` makes of a row what crosses the wire. Throws an
 * InvalidInputError (`cursor`, or a column that is not prepared yet), or a ResourceExhaustedError where it would take more rows
 * than an instance may hold.
 */
export async function pageOf<T>(
  reader: Viewer,
  { filter, sort, limit = defaultLimit, cursor, facets: withFacets = false }: PageQuery,
  recordAt: (columns: Columns, row: number) => T,
  clock: Pick<Clock, 'now'>,
): Promise<Page<T>> {
  const startedMs = clock.now()
  const after = cursor === undefined ? null : decodeCursor(cursor, filter, sort)
  const view = await reader.view()
  assertAnswered(view, filter, sort)
  // One more than the page tells whether another follows.
  const { rows, total, facets } = await findPage(view, filter, { sort, count: limit + 1, after }, withFacets)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    records: shown.map(({ block, row }) => recordAt(block.columns, row)),
    total,
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last, filter, sort) : null,
    facets,
    ...view.freshness,
    meta: metaOf(view, startedMs, clock),
  }
}

/** Returns the cost of an answer and its time in milliseconds. */
export function metaOf(view: View, startedMs: number, clock: Pick<Clock, 'now'>): PageMeta {
  const { firestoreReads, segmentsRead } = view
  return { firestoreReads, segmentsRead, ms: Math.round(clock.now() - startedMs) }
}

/** Throws an InvalidInputError where a filter or an order goes by a column that not all of the cache has yet. */
export function assertAnswered(view: View, { ranges, words }: CompiledFilter, sort?: RowOrder): void {
  for (const { column } of [...ranges, ...words]) view.assertAnswers(column, 'filter')
  if (sort !== undefined) view.assertAnswers(sort.column, 'sort')
}
