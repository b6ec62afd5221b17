import type { Runs } from './useRuns.ts'

/** Copies what has changed. */
export function RefreshButton({ runs: { pending, start } }: { runs: Runs }) {
  return (
    <button
      type="button"
      className="button"
      disabled={pending !== null}
      aria-busy={pending !== null}
      onClick={() => start('incremental')}
    >
      {pending === 'incremental' ? 'Refreshing …' : 'Refresh'}
    </button>
  )
}

/** Asks whether everything shall be copied again. */
export function FullResyncButton({ runs: { pending, isFullRunning }, onAsk }: { runs: Runs; onAsk: () => void }) {
  return (
    <button type="button" className="button" disabled={pending !== null || isFullRunning} onClick={onAsk}>
      Full resync …
    </button>
  )
}
