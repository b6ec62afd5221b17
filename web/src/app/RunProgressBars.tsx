import { useLive } from '../backend/live.tsx'
import { RunProgressBar } from '../ui/RunProgressBar.tsx'

/** How far each full run is that is under way. */
export function RunProgressBars() {
  const { states } = useLive()
  return states?.map((state) => <RunProgressBar key={state.pipeline} state={state} />)
}
