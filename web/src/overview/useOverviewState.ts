import { useCallback, useMemo } from 'react'

import { goTo, hrefOf, usePlace } from '../routing/location.ts'
import { formatOverviewState, parseOverviewState, type OverviewState } from './overviewState.ts'

export interface OverviewAddress {
  readonly state: OverviewState
  /** Parts of the address that were left out. */
  readonly ignored: readonly string[]
  readonly go: (next: OverviewState) => void
}

/** The overview's state, read from and written to the address. */
export function useOverviewState(): OverviewAddress {
  const { params } = usePlace()
  const { state, ignored } = useMemo(() => parseOverviewState(params), [params])
  const go = useCallback((next: OverviewState) => goTo(hrefOf(['overview'], formatOverviewState(next))), [])
  return { state, ignored, go }
}
