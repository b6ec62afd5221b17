import { useLive } from '../backend/live.tsx'
import { RunProgressBar } from '../ui/RunProgressBar.tsx'

/** How far each full run is that is under way. */
export function RunProgressBars() {
  const running = (useLive().states ?? []).filter((state) => state.running?.mode === 'full')
  if (running.length === 0) return null
  return (
    <section aria-label="Runs under way">
      {running.map((state) => (
        <RunProgressBar key={state.pipeline} state={state} />
      ))}
    </section>
  )
}
