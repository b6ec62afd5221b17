import { hashOf } from '../../lib/firestore/firestoreValues.ts'
import { msOf, type Instant } from '../../lib/instant.ts'

/**
 * The scope of a run: only what was reported (`reports`), or the window by change time as well (`window`); or the recent records
 * again, in which something may have changed without a change time (`recent`).
 */
export const runScopes = ['reports', 'window', 'recent'] as const
export type RunScope = (typeof runScopes)[number]
/** The scopes that go by what changed. */
export type ChangeScope = Exclude<RunScope, 'recent'>

/** A run that is asked for, as the task queue has it. */
export interface RunTask {
  readonly pipeline: string
  readonly scope: RunScope
  /** The time at which, or later, the queue starts the run (epoch milliseconds). The same for every task of this id. */
  readonly scheduledMs: number
  /** The task's id: everybody who asks for this moment names the same one. */
  readonly id: string
}

/**
 * The least time between a run and the last commit that it has to see, in milliseconds: the two seconds for which it
 * leaves reports to settle, and two in which the clocks of Firestore and of the task queue may differ.
 */
export const runMarginMs = 4_000

/** The time between the runs of a shop that changes all the time; both in milliseconds. */
export function busyCadenceOf(quietCadenceMs: number): number {
  return 5 * quietCadenceMs
}

/**
 * The task for a run that sees whatever was committed up to `after`. Tasks are scheduled for multiples of `cadenceMs`, so
 * that everybody who asks in between asks for the same one. Its id says when it starts: a queue that knows the id already has
 * started it no earlier, after `after` in any case, or has yet to start it.
 */
export function runTaskAfter(pipeline: string, scope: RunScope, after: Instant, cadenceMs: number): RunTask {
  const scheduledMs = Math.ceil((msOf(after) + 1 + runMarginMs) / cadenceMs) * cadenceMs
  const name = `${pipeline.replaceAll(/[^\w-]/g, '-')}-${scope}-${scheduledMs}`
  // A queue is slow with ids that begin alike, so a hash stands first.
  return { pipeline, scope, scheduledMs, id: `${hashOf([pipeline, scope, scheduledMs])}-${name}` }
}

/** Tells whether a run at the time of `task` sees whatever was committed up to `after`. */
export function isLateEnough({ scheduledMs }: RunTask, after: Instant): boolean {
  return scheduledMs >= msOf(after) + 1 + runMarginMs
}
