import { useCallback, useMemo } from 'react'

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

/** The list's state, read from and written to the address. */
export function useListState(): ListAddress {
  const { params } = usePlace()
  const { state, ignored } = useMemo(() => parseListState(params), [params])
  const go = useCallback<ListAddress['go']>((next, options) => {
    goTo(hrefOf(['orders'], formatListState(next)), options)
  }, [])
  const hrefOfOrder = useCallback(
    (id: string | null) => hrefOf(id === null ? ['orders'] : ['orders', id], params),
    [params],
  )
  return { state, ignored, go, hrefOfOrder }
}
