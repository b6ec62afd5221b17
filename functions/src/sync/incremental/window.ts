import { msOf, shift, type Instant } from '../../lib/instant.ts'
import type { ChangePoint, ChangeWindow } from '../../model/source.ts'
import type { PipelineState } from '../../model/state.ts'

/**
 * The window of an unfinished run: it goes on after its last committed change, through the bound that it had, never a
 * later one; what came in between is the next window's.
 */
export function resumedWindow(state: Pick<PipelineState, 'checkpoint'>): ChangeWindow | null {
  if (state.checkpoint === null) return null
  return { from: { kind: 'after', point: state.checkpoint.after }, until: state.checkpoint.until }
}

/**
 * The window of a new run. A commit may become visible up to `lookbackMs` after its change time, so a run starts that far
 * below the bound of the last one; unless the watermark is lower still: then nothing between can have been missed, and
 * reading on strictly after the watermark reads no burst twice (invariants 1 and 11).
 */
export function freshWindow(
  state: { readonly watermark: ChangePoint | null; readonly bound: Instant },
  until: Instant,
  lookbackMs: number,
): ChangeWindow {
  const floor = shift(state.bound, -lookbackMs)
  const { watermark } = state
  if (watermark !== null && floor > watermark.at) return { from: { kind: 'after', point: watermark }, until }
  return { from: { kind: 'at', at: floor }, until }
}

/** A scheduled run that comes a little late is none that was missed, in milliseconds. */
const lateMs = 60_000

/** Tells whether the window's last reading lies further back than the schedule's interval, so that any run has to read it. */
export function isWindowDue(bound: Instant, now: Instant, everyMinutes: number): boolean {
  return msOf(now) - msOf(bound) > everyMinutes * 60_000 + lateMs
}

/** The larger of two changes by (at, id); null counts as smallest. */
export function laterChange(a: ChangePoint | null, b: ChangePoint | null): ChangePoint | null {
  if (a === null || b === null) return a ?? b
  return a.at > b.at || (a.at === b.at && a.id >= b.id) ? a : b
}
