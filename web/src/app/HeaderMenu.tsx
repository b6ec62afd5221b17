import { Popover } from '@base-ui/react/popover'
import { useState } from 'react'

import { useIsPhone } from '../ui/media.ts'
import { Freshness } from './Freshness.tsx'
import { FullResyncButton, RefreshButton } from './RunControls.tsx'
import { ThemeButton } from './ThemeButton.tsx'
import type { Runs } from './useRuns.ts'

interface Props {
  readonly email: string
  readonly runs: Runs
  readonly onAsk: () => void
  readonly onHelp: () => void
  readonly onLeave: () => void
}

/** What a narrow header has no room for. */
export function HeaderMenu({ email, runs, onAsk, onHelp, onLeave }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  const isPhone = useIsPhone()
  const closing = (act: () => void) => (): void => {
    setIsOpen(false)
    act()
  }
  const start: Runs['start'] = (mode) => closing(() => runs.start(mode))()
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger className="button menu-button" aria-label="Menu">
        <span aria-hidden="true">☰</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner sideOffset={6} align="end" className="popover-positioner">
          <Popover.Popup className="popover header-menu" aria-label="Menu">
            <Freshness />
            {isPhone && <RefreshButton runs={{ ...runs, start }} />}
            <FullResyncButton runs={runs} onAsk={closing(onAsk)} />
            <ThemeButton isNamed />
            <button type="button" className="quiet-button" onClick={closing(onHelp)}>
              Keyboard shortcuts
            </button>
            <button type="button" className="quiet-button" onClick={onLeave}>
              Sign out
            </button>
            <p className="muted">{email}</p>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
