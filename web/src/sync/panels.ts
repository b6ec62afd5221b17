import { useEffect } from 'react'

import { usePlace } from '../routing/location.ts'
import { panelParam } from '../routing/syncPanels.ts'

/** Brings a panel into sight and the focus to its heading, where it is there. */
export function showPanel(id: string): void {
  const heading = document.getElementById(id)
  heading?.scrollIntoView({ block: 'start' })
  heading?.focus({ preventScroll: true })
}

/** Shows the panel when the address names it, as soon as what it shows is there: before that it would be pushed away again. */
export function usePanelOfAddress(id: string, isThere: boolean): void {
  const isNamed = usePlace().params.get(panelParam) === id
  useEffect(() => {
    if (isNamed && isThere) showPanel(id)
  }, [id, isNamed, isThere])
}
