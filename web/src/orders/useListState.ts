import { useCallback, useMemo } from 'react'

import type { ColumnDescription } from 'contract/records.ts'
import { goTo, hrefOf, usePlace } from '../routing/location.ts'
import { formatListState, parseListState, type ListState } from './listState.ts'

export interface ListAddress {
  readonly state: ListState
  /** Parts of the address that were left out. */
  readonly ignored: readonly string[]
  /** Shows another list; `replace` where the back button should not stop at the present one. */
  readonly go: (next: ListState, options?: { replace?: boolean }) => void
  /** The link that opens an order over the present list; null closes it. */
  readonly hrefOfOrder: (id: string | null) => string
}

/** The list's state, read from and written to the address; `own` are the columns that the shop declares. */
export function useListState(own: readonly ColumnDescription[]): ListAddress {
  const { params } = usePlace()
  const { state, ignored } = useMemo(() => parseListState(params, own), [params, own])
  const go = useCallback<ListAddress['go']>((next, options) => {
    goTo(hrefOf(['orders'], formatListState(next)), options)
  }, [])
  const hrefOfOrder = useCallback(
    (id: string | null) => hrefOf(id === null ? ['orders'] : ['orders', id], params),
    [params],
  )
  return { state, ignored, go, hrefOfOrder }
}
