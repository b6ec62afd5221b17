import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'

import type { Freshness } from 'contract/freshness.ts'

/** Every row has its record's id, `source:sourceId`. */
export interface ListRow {
  readonly id: string
}

/** The number of records with each value, by the name of the column. */
export type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>

/** A page of a list, whatever its rows are. */
export interface ListPage<Row extends ListRow> extends Freshness {
  readonly rows: readonly Row[]
  readonly total: number
  readonly nextCursor: string | null
  readonly facets?: Counts
}

/** A question that a page answers. */
export interface ListQuery<Row extends ListRow> {
  /** Tells it from others; the same question has the same key. */
  readonly key: readonly unknown[]
  readonly ask: () => Promise<ListPage<Row>>
}

export interface ListSort {
  readonly field: string
  readonly direction: 'asc' | 'desc'
}

/**
 * The page that answers a question. While the next one is on its way the last one stays, and an answer that comes too late is
 * dropped: only the present question's is ever shown.
 */
export function useListPage<Row extends ListRow>({ key, ask }: ListQuery<Row>): UseQueryResult<ListPage<Row>> {
  return useQuery({ queryKey: key, queryFn: ask, placeholderData: keepPreviousData })
}
