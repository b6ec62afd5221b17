import type { Runs } from '../sync/useRuns.ts'

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
