import { useState } from 'react'

import { useBackend } from '../backend/context.ts'
import { leave } from '../backend/session.ts'
import { useIsPhone, useMatches } from '../ui/media.ts'
import { Freshness } from './Freshness.tsx'
import { FullResyncDialog } from './FullResyncDialog.tsx'
import { HeaderMenu } from './HeaderMenu.tsx'
import { FullResyncButton, RefreshButton } from './RunControls.tsx'
import { ThemeButton } from './ThemeButton.tsx'
import { useRuns } from './useRuns.ts'

interface Props {
  readonly email: string
  readonly onHelp: () => void
}

/** How fresh all is, and what can be done anywhere: side by side where there is room, or else in a menu. */
export function HeaderTools({ email, onHelp }: Props) {
  const { auth } = useBackend()
  const runs = useRuns()
  const [isAsking, setIsAsking] = useState(false)
  const isWide = useMatches('(width >= 1100px)')
  const isPhone = useIsPhone()
  const onAsk = (): void => setIsAsking(true)
  const onLeave = (): void => void leave(auth)
  return (
    <>
      <Freshness isShort={!isWide} />
      {!isPhone && (
        <div className="run-controls">
          <RefreshButton runs={runs} />
          {isWide && <FullResyncButton runs={runs} onAsk={onAsk} />}
        </div>
      )}
      {isWide ? (
        <div className="shell-account">
          <ThemeButton />
          <button type="button" className="quiet-button" aria-label="Keyboard shortcuts" onClick={onHelp}>
            ?
          </button>
          <button type="button" className="quiet-button" title={email} onClick={onLeave}>
            Sign out
          </button>
        </div>
      ) : (
        <HeaderMenu email={email} runs={runs} onAsk={onAsk} onHelp={onHelp} onLeave={onLeave} />
      )}
      <FullResyncDialog isOpen={isAsking} onConfirm={() => runs.start('full')} onClose={() => setIsAsking(false)} />
    </>
  )
}
