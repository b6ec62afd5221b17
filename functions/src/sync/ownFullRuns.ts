import { digestOf } from '../lib/digest.ts'
import { shift, type Instant } from '../lib/instant.ts'
import { isRemapped } from '../model/mapping.ts'
import type { PipelineState } from '../model/state.ts'
import type { SyncContext } from './context.ts'
import { declarationsOf, isOutdated } from './declaration.ts'

/*
 * Full runs that changed settings start by themselves. Where only some functions were deployed, or with different files, two of them
 * never agree: each would start a full run after every one of the other. So few of them start by themselves.
 */

type Own = Pick<SyncContext, 'source' | 'stream'>
type Runs = PipelineState['settingsRuns']

/** The full runs that the same settings start by themselves in a day. */
const mostADay = 3
const dayMs = 86_400_000

/** Tells whether a cache follows other settings than these. */
export function hasOtherSettings(state: PipelineState, { source, stream }: Own): boolean {
  return isOutdated(state, stream) || isRemapped(state, source.mapping)
}

/** Tells whether these settings have started so many full runs in the last day that no other may start by itself. */
export function areRunsUsedUp({ settingsRuns }: Pick<PipelineState, 'settingsRuns'>, own: Own, now: Instant): boolean {
  const settings = settingsDigest(own)
  return ofLastDay(settingsRuns, now).filter((run) => run.settings === settings).length >= mostADay
}

/** Tells whether a cache follows these settings, and no others have started a full run for a day: functions of others raised what is open. */
export function isSettled(state: PipelineState, own: Own, now: Instant): boolean {
  return !hasOtherSettings(state, own) && ofLastDay(state.settingsRuns, now).length === 0
}

/** The runs to remember behind one that these settings start now. */
export function runsAfter(runs: Runs, own: Own, now: Instant): Runs {
  return [...ofLastDay(runs, now), { settings: settingsDigest(own), at: now }]
}

/** The alert's words where no other full run starts by itself. */
export const usedUpMessage =
  ` Full runs have started ${mostADay} times in a day for these settings, and others have come between: functions were deployed with ` +
  'different settings. No other starts by itself until a day has passed. Deploy all functions together, then start a full run.'

function ofLastDay(runs: Runs, now: Instant): Runs {
  const since = shift(now, -dayMs)
  return runs.filter(({ at }) => at > since && at <= now)
}

function settingsDigest({ source, stream }: Own): string {
  return Buffer.from(digestOf(`${source.mapping} ${declarationsOf(stream)}`)).toString('hex')
}
