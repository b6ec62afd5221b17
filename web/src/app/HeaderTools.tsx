import { useState } from 'react'

import { useBackend } from '../backend/context.ts'
import { FullResyncDialog } from '../sync/FullResyncDialog.tsx'
import { useRuns } from '../sync/useRuns.ts'
import { useCommands } from '../ui/commands.ts'
import { useIsPhone, useMatches } from '../ui/media.ts'
import { Freshness } from './Freshness.tsx'
import { HeaderMenu } from './HeaderMenu.tsx'
import { RefreshButton } from './RefreshButton.tsx'

interface Props {
  readonly account: string
  readonly onHelp: () => void
  /** Opens the command palette. */
  readonly onCommands: () => void
}

/** How fresh all is, Refresh, and a menu of what is needed less often. A phone has Refresh in the menu, too. */
export function HeaderTools({ account, onHelp, onCommands }: Props) {
  const { session } = useBackend()
  const runs = useRuns()
  const [isAsking, setIsAsking] = useState(false)
  const isWide = useMatches('(width >= 68.75em)')
  const isPhone = useIsPhone()
  const onAsk = (): void => setIsAsking(true)
  const onLeave = (): void => void session.leave()
  const canStart = runs.pending === null
  useCommands([
    ...(canStart ? [{ name: 'Refresh', words: 'sync copy', run: () => runs.start('incremental') }] : []),
    ...(canStart && !runs.isFullRunning ? [{ name: 'Full resync …', words: 'sync copy all', run: onAsk }] : []),
    { name: 'Sign out', run: onLeave },
  ])
  return (
    <>
      <Freshness isShort={!isWide} />
      {!isPhone && <RefreshButton runs={runs} />}
      {isWide && (
        <button
          type="button"
          className="quiet-button"
          aria-label="Commands"
          aria-keyshortcuts="Control+K Meta+K"
          title="Commands (Ctrl-K or ⌘K)"
          onClick={onCommands}
        >
          <span aria-hidden="true">⌕</span>
        </button>
      )}
      <HeaderMenu
        account={account}
        runs={runs}
        isFreshnessCut={!isWide}
        onAsk={onAsk}
        onHelp={onHelp}
        onCommands={onCommands}
        onLeave={onLeave}
      />
      <FullResyncDialog isOpen={isAsking} onConfirm={() => runs.start('full')} onClose={() => setIsAsking(false)} />
    </>
  )
}
