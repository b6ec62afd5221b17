import { useState } from 'react'

import { FullResyncButton } from './FullResyncButton.tsx'
import { FullResyncDialog } from './FullResyncDialog.tsx'
import { useRuns } from './useRuns.ts'

/** The button that copies everything again, and the question before it. */
export function FullResync() {
  const runs = useRuns()
  const [isAsking, setIsAsking] = useState(false)
  return (
    <>
      <FullResyncButton runs={runs} onAsk={() => setIsAsking(true)} />
      <FullResyncDialog isOpen={isAsking} onConfirm={() => runs.start('full')} onClose={() => setIsAsking(false)} />
    </>
  )
}
