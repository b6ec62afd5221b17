import type { SeenIds } from '../../cache/journal.ts'
import type { StatePatch } from '../../cache/lease.ts'
import type { Counts } from '../../model/state.ts'
import type { Outcome } from './outcomes.ts'

/** A commit that is being planned, as far as a run's progress depends on it. */
export interface Slice {
  readonly outcomes: readonly Outcome[]
  /** True for the last of its page. */
  readonly isLast: boolean
  /** True where it changes anything; otherwise nothing is committed unless the step holds ids. */
  readonly hasWrites: boolean
}

/** A run's progress behind a commit, and what of it the commit saves. */
export interface Step<Progress> {
  readonly progress: Progress
  /** Returns the changed fields of the watermark document, given the counts that the commit leaves. */
  readonly patch: (counts: Counts) => StatePatch
  readonly ids: SeenIds
}

/** Works out the step that a commit makes. It changes nothing: the commit may fail. */
export type Stepping<Progress> = (progress: Progress, slice: Slice) => Step<Progress>

export const noIds: SeenIds = { seen: [], quarantined: [] }

/** The step of a commit that saves nothing beside its records. */
export function silent<Progress>(progress: Progress): Step<Progress> {
  return { progress, patch: () => ({}), ids: noIds }
}
