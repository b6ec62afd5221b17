import type { Runs } from './useRuns.ts'

/** Asks whether everything shall be copied again. */
export function FullResyncButton({ runs: { pending, isFullRunning }, onAsk }: { runs: Runs; onAsk: () => void }) {
  return (
    <button type="button" className="button" disabled={pending !== null || isFullRunning} onClick={onAsk}>
      Full resync …
    </button>
  )
}
