import { useState } from 'react'

import { useBackend } from '../backend/context.ts'
import { FullResyncDialog } from '../sync/FullResyncDialog.tsx'
import { useRuns } from '../sync/useRuns.ts'
import { useIsPhone, useMatches } from '../ui/media.ts'
import { Freshness } from './Freshness.tsx'
import { HeaderMenu } from './HeaderMenu.tsx'
import { RefreshButton } from './RefreshButton.tsx'

interface Props {
  readonly account: string
  readonly onHelp: () => void
}

/** How fresh all is, Refresh, and a menu of what is needed less often. A phone has Refresh in the menu, too. */
export function HeaderTools({ account, onHelp }: Props) {
  const { session } = useBackend()
  const runs = useRuns()
  const [isAsking, setIsAsking] = useState(false)
  const isWide = useMatches('(width >= 1100px)')
  const isPhone = useIsPhone()
  return (
    <>
      <Freshness isShort={!isWide} />
      {!isPhone && <RefreshButton runs={runs} />}
      <HeaderMenu
        account={account}
        runs={runs}
        isFreshnessCut={!isWide}
        onAsk={() => setIsAsking(true)}
        onHelp={onHelp}
        onLeave={() => void session.leave()}
      />
      <FullResyncDialog isOpen={isAsking} onConfirm={() => runs.start('full')} onClose={() => setIsAsking(false)} />
    </>
  )
}
