import { Suspense, useEffect, useRef, useState } from 'react'

import { lazyPart } from '../../parts/part.ts'
import { ErrorBoundary } from '../../ui/ErrorBoundary.tsx'

// It comes when somebody calls it.
const Palette = lazyPart('palette', () => import('./Palette.tsx'))

export interface PaletteSwitch {
  readonly state: 'closed' | 'open' | 'closing'
  readonly toggle: () => void
  readonly close: () => void
  /** Tells that it is gone from the screen. */
  readonly closed: () => void
}

/** Opens and closes the palette, also by Ctrl-K or Cmd-K wherever the focus is, but not over a question or a sheet. */
export function usePalette(): PaletteSwitch {
  const [state, setState] = useState<PaletteSwitch['state']>('closed')
  const toggle = (): void => setState(state === 'open' ? 'closing' : 'open')
  const latest = useRef(toggle)
  useEffect(() => {
    latest.current = toggle
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isCalled = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey
      if (!isCalled || event.key.toLowerCase() !== 'k') return
      event.preventDefault()
      if (document.querySelector('dialog:modal, .dialog:not(.palette)') === null) latest.current()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return { state, toggle, close: () => setState('closing'), closed: () => setState('closed') }
}

/** The command palette, while somebody has called it. */
export function CommandPalette({ palette: { state, close, closed } }: { palette: PaletteSwitch }) {
  if (state === 'closed') return null
  return (
    <ErrorBoundary place={state}>
      <Suspense>
        <Palette isOpen={state === 'open'} onClose={close} onClosed={closed} />
      </Suspense>
    </ErrorBoundary>
  )
}
