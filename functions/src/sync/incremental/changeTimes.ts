import type { ChangeTimes, Source } from '../../model/source.ts'
import type { PipelineState } from '../../model/state.ts'

type Known = Pick<PipelineState, 'changeTimes'>

/** Tells whether runs see updates before the next full run: by reports, or by change times that stand in the order of time. */
export function findsUpdates(
  { feed, findsUpdates: byTime }: Pick<Source, 'feed' | 'findsUpdates'>,
  known: Known,
): boolean {
  return feed !== null || (byTime && (known.changeTimes === null || known.changeTimes === 'ordered'))
}

/**
 * The knowledge of the change times after a run that looked at some of them (undefined: at none). Only a full run sees them
 * all: a run that found one kind does not disprove an earlier finding of several.
 */
export function changeTimesAfter(
  { changeTimes: known, liveCount }: Pick<PipelineState, 'changeTimes' | 'liveCount'>,
  found: ChangeTimes | undefined,
): ChangeTimes | null {
  if (found === undefined) return known
  // Without an order there is no time either: that says nothing of the field.
  if (found === 'none' && liveCount === 0) return known
  return known === 'mixed' && found === 'ordered' ? known : found
}

const hourMs = 3_600_000
/** The time between two full runs of a source that is looked through again: places or vendors, which are few and small. */
export const rescanEveryMs = hourMs

/** The time from one full run until the next is due: as the setting says, else a day where only they see updates, else a week. */
export function fullRunEveryMs(
  setting: number | null,
  source: Pick<Source, 'feed' | 'findsUpdates' | 'strategy'>,
  known: Known,
): number {
  if (source.strategy === 'rescan') return rescanEveryMs
  return setting ?? (findsUpdates(source, known) ? 168 : 24) * hourMs
}
