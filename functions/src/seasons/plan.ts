import { seasonLimits, type OperatingSeason, type SeasonChange } from '../contract/seasons.ts'
import { ConflictError, InvalidInputError, NotFoundError, ResourceExhaustedError } from '../lib/errors.ts'
import { overlap } from './overlap.ts'

/** A season that is kept. */
export interface KeptSeason {
  readonly version: number
  readonly content: OperatingSeason
}

/** The effect of a change on one season. */
export interface PlannedChange {
  readonly id: string
  /** The version that the change makes; also of a removal, which the audit counts as one. */
  readonly version: number
  /** Null where the season is created. */
  readonly before: OperatingSeason | null
  /** Null where it is removed. */
  readonly after: OperatingSeason | null
}

/**
 * Decides what a change does to the seasons there are. Throws a ConflictError where the caller has not seen the present version, a
 * NotFoundError where the season is gone, and an InvalidInputError where the new one overlaps another.
 */
export function planChange(kept: ReadonlyMap<string, KeptSeason>, change: SeasonChange, newId: string): PlannedChange {
  if (change.kind === 'create') {
    if (kept.size >= seasonLimits.seasons) {
      throw new ResourceExhaustedError(
        `There are ${kept.size} seasons, and more are not kept: remove some that no report needs.`,
      )
    }
    return { id: newId, version: 1, before: null, after: withoutOverlap(change.season, newId, kept) }
  }
  const { id, version } = change
  const before = kept.get(id)
  if (before === undefined)
    throw new NotFoundError('This season is not there any more: somebody removed it. Load the list again.')
  if (before.version !== version) {
    throw new ConflictError(
      'Somebody changed this season after you loaded it, so nothing was saved. Load the list again, and make your change in ' +
        'what the season is now.',
    )
  }
  const after = change.kind === 'remove' ? null : withoutOverlap(change.season, id, kept)
  return { id, version: version + 1, before: before.content, after }
}

/** Returns the season; throws an InvalidInputError that names the other one where it overlaps one. */
function withoutOverlap(season: OperatingSeason, id: string, kept: ReadonlyMap<string, KeptSeason>): OperatingSeason {
  for (const [otherId, { content }] of kept) {
    if (otherId === id || !overlap(season, content)) continue
    throw new InvalidInputError(
      'season.startsOn',
      `the season "${content.name}" (${content.startsOn} to ${content.endsOn}) has some of these days in the same location: ` +
        'change the days or the locations of one of the two',
    )
  }
  return season
}
