import {
  seasonLimits,
  type OperatingSeason,
  type SavedOperatingSeason,
  type SeasonChange,
  type SeasonConflict,
} from '../contract/seasons.ts'
import { ConflictError, InvalidInputError, NotFoundError, ResourceExhaustedError } from '../lib/errors.ts'
import { overlap } from './overlap.ts'

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
export function planChange(kept: readonly SavedOperatingSeason[], change: SeasonChange, newId: string): PlannedChange {
  if (change.kind === 'create') {
    if (kept.length >= seasonLimits.seasons) {
      throw new ResourceExhaustedError(
        `There are ${kept.length} seasons, and more are not kept: remove some that no report needs.`,
      )
    }
    return { id: newId, version: 1, before: null, after: withoutOverlap(change.season, newId, kept) }
  }
  const { id, version } = change
  const present = kept.find((season) => season.id === id)
  if (present === undefined)
    throw new NotFoundError('This season is not there any more: somebody removed it. Load the list again.')
  if (present.version !== version) {
    throw new ConflictError(
      'Somebody changed this season after you loaded it, so nothing was saved. Load the list again, and make your change in ' +
        'what the season is now.',
      { season: present } satisfies SeasonConflict,
    )
  }
  const after = change.kind === 'remove' ? null : withoutOverlap(change.season, id, kept)
  return { id, version: version + 1, before: contentOf(present), after }
}

function contentOf({ name, startsOn, endsOn, locations, note }: SavedOperatingSeason): OperatingSeason {
  return { name, startsOn, endsOn, locations, note }
}

/** Returns the season; throws an InvalidInputError that names the other one where it overlaps one. */
function withoutOverlap(season: OperatingSeason, id: string, kept: readonly SavedOperatingSeason[]): OperatingSeason {
  for (const other of kept) {
    if (other.id === id || !overlap(season, other)) continue
    throw new InvalidInputError(
      'season.startsOn',
      `the season "${other.name}" (${other.startsOn} to ${other.endsOn}) has some of these days in the same location: ` +
        'change the days or the locations of one of the two',
    )
  }
  return season
}
