import { Popover } from '@base-ui/react/popover'
import { useState } from 'react'

import { FullResyncButton } from '../sync/FullResyncButton.tsx'
import type { Runs } from '../sync/useRuns.ts'
import { useIsPhone } from '../ui/media.ts'
import { Freshness } from './Freshness.tsx'
import { RefreshButton } from './RefreshButton.tsx'
import { ThemeButton } from './ThemeButton.tsx'

interface Props {
  readonly account: string
  readonly runs: Runs
  /** Whether the header shows only the age, so that the whole of it stands here. */
  readonly isFreshnessCut: boolean
  readonly onAsk: () => void
  readonly onHelp: () => void
  readonly onCommands: () => void
  readonly onLeave: () => void
}

/** What is needed less often than Refresh, and what a narrow header has no room for. */
export function HeaderMenu({ account, runs, isFreshnessCut, onAsk, onHelp, onCommands, onLeave }: Props) {
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
            {isFreshnessCut && <Freshness />}
            {isPhone && <RefreshButton runs={{ ...runs, start }} />}
            <FullResyncButton runs={runs} onAsk={closing(onAsk)} />
            <ThemeButton isNamed />
            <button type="button" className="quiet-button" onClick={closing(onCommands)}>
              Commands
            </button>
            <button type="button" className="quiet-button" onClick={closing(onHelp)}>
              Keyboard shortcuts
            </button>
            <button type="button" className="quiet-button" onClick={onLeave}>
              Sign out
            </button>
            <p className="muted">{account}</p>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
