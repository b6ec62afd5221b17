import type { RunMode } from '../contract/sync.ts'
import { LeaseLostError, NotFoundError } from '../lib/errors.ts'
import type { Instant } from '../lib/instant.ts'
import { initialState, type PipelineState } from '../model/state.ts'
import { defaultJournalDays } from './journal.ts'
import { Lease, type LeaseContext } from './lease.ts'
import { isHeld } from './leaseMoves.ts'
import { longestLeaseMs } from './salvage.ts'
import { believed, readState } from './state.ts'

export interface LeaseRequest {
  readonly pipeline: string
  /** The run that the lease is for, given the state that it would start from; null when there is nothing to run. */
  readonly runIdFor: (state: PipelineState) => string | null
  readonly mode: RunMode
  readonly leaseMs: number
  /** The least time between the starts of two commits, in milliseconds. */
  readonly commitEveryMs: number
  /** The time for which the run's journal is kept, in milliseconds. */
  readonly journalMs: number
  /** The settings that the run parses records by; left out where it parses none. */
  readonly mapping?: string
}

export type LeaseOutcome =
  | { readonly kind: 'acquired'; readonly lease: Lease }
  /** The lease is held by another run; `state` is what the watermark document says of that run. `now` is Firestore's, here and below. */
  | { readonly kind: 'held'; readonly state: PipelineState; readonly now: Instant }
  /** There is nothing to run from this state. */
  | { readonly kind: 'idle'; readonly state: PipelineState; readonly now: Instant }

/**
 * Opens the pipeline's lease, or says that it is held: one read. The lease is written with the run's first commit, whose
 * precondition is the state read here; so of several that start at once exactly one gets to write anything, and a run that
 * finds nothing new costs no write for its lease.
 */
export async function openLease(context: LeaseContext, request: LeaseRequest): Promise<LeaseOutcome> {
  const snapshot = await readState(context.db, request.pipeline, context.meter)
  const now = context.clock.serverTime(snapshot.readTime)
  const { state, isDamaged } = believed(snapshot, now)
  const before = state ?? initialState(request.pipeline)
  if (isHeld(before, now)) return { kind: 'held', state: before, now }
  const runId = request.runIdFor(before)
  if (runId === null) return { kind: 'idle', state: before, now }
  const { runIdFor: _runIdFor, pipeline: _pipeline, ...asked } = request
  const terms = { ...asked, runId, startedAt: now }
  return { kind: 'acquired', lease: new Lease(context, terms, before, snapshot.updateTime, isDamaged) }
}

/**
 * Takes the lease for work that a person starts, at once and for an hour. Throws a LeaseLostError while a run holds the pipeline,
 * a NotFoundError where there is no such pipeline.
 */
export async function takeLease(context: LeaseContext, pipeline: string): Promise<Lease> {
  const outcome = await openLease(context, {
    pipeline,
    runIdFor: () => context.clock.randomId(),
    mode: 'full',
    leaseMs: longestLeaseMs,
    // They are few.
    commitEveryMs: 0,
    journalMs: defaultJournalDays * 86_400_000,
  })
  if (outcome.kind !== 'acquired') throw new LeaseLostError(`A run holds ${pipeline}: try again when it has ended.`)
  const { lease } = outcome
  if (lease.isFirst) throw new NotFoundError(`There is no pipeline ${pipeline}: it has no document in sync_state.`)
  await lease.commit()
  return lease
}
