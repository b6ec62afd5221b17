import type { Clock } from '../lib/clock.ts'
import { LeaseLostError } from '../lib/errors.ts'
import type { Firestore, Timestamp, WriteBatch, WriteResult } from '../lib/firestore.ts'
import { grpcStatus, isPassing, statusOf } from '../lib/grpc.ts'
import { shift, type Instant } from '../lib/instant.ts'
import type { Meter } from '../lib/meter.ts'
import { backoffMs, retryPolicy } from '../lib/retry.ts'
import type { RunMode } from '../model/api.ts'
import { initialState, type PipelineState } from '../model/state.ts'
import { runRef, stateRef } from './paths.ts'
import { readState, stateOf, type StateSnapshot } from './state.ts'

interface LeaseContext {
  readonly db: Firestore
  readonly clock: Clock
  readonly meter: Meter
}

export interface LeaseRequest {
  readonly pipeline: string
  /** The run that the lease is for, given the state that it would start from; null when there is nothing to run. */
  readonly runIdFor: (state: PipelineState) => string | null
  readonly mode: RunMode
  readonly leaseMs: number
}

export type LeaseOutcome =
  | { readonly kind: 'acquired'; readonly lease: Lease }
  /** Somebody else runs; `state` is what the watermark document says of it. */
  | { readonly kind: 'held'; readonly state: PipelineState }
  /** There is nothing to run from this state. */
  | { readonly kind: 'idle'; readonly state: PipelineState }

/** Whether a lease is in force at `now`. */
export function isHeld(state: PipelineState, now: Instant): boolean {
  return state.lease.expiresAt !== null && state.lease.expiresAt > now
}

/**
 * Takes the pipeline's lease, or says that it is held: one read and one write. The write's precondition is the state that
 * was read, so that of several takers exactly one gets it, without the contention of a transaction's locks.
 */
export async function acquireLease(context: LeaseContext, request: LeaseRequest): Promise<LeaseOutcome> {
  const snapshot = await readState(context.db, request.pipeline, context.meter)
  const now = context.clock.serverTime(snapshot.readTime)
  const before = snapshot.state ?? initialState(request.pipeline)
  if (isHeld(before, now)) return { kind: 'held', state: before }
  const runId = request.runIdFor(before)
  if (runId === null) return { kind: 'idle', state: before }
  const commitId = context.clock.randomId()
  const state: PipelineState = {
    ...before,
    commitId,
    progress: { done: 0, total: null },
    lease: {
      fence: before.lease.fence + 1,
      holder: { runId, mode: request.mode, startedAt: now },
      expiresAt: shift(now, request.leaseMs),
    },
  }
  try {
    const updateTime = await writeLease(context, request, snapshot, before, state)
    return { kind: 'acquired', lease: new Lease(context, request.leaseMs, runId, state, updateTime, now) }
  } catch (error) {
    const code = statusOf(error)
    if (code !== grpcStatus.failedPrecondition && code !== grpcStatus.alreadyExists && !isPassing(error)) throw error
    // Somebody else was faster; or it was this call, and only its acknowledgement is lost.
    const again = await readState(context.db, request.pipeline, context.meter)
    if (again.state?.commitId === commitId && again.updateTime) {
      return { kind: 'acquired', lease: new Lease(context, request.leaseMs, runId, state, again.updateTime, now) }
    }
    if (isPassing(error)) throw error
    return { kind: 'held', state: again.state ?? before }
  }
}

async function writeLease(
  { db, meter }: LeaseContext,
  request: LeaseRequest,
  snapshot: StateSnapshot,
  before: PipelineState,
  state: PipelineState,
): Promise<Timestamp> {
  const ref = stateRef(db, request.pipeline)
  const batch = db.batch()
  if (snapshot.updateTime === null) batch.create(ref, state)
  else batch.update(ref, { ...state }, { lastUpdateTime: snapshot.updateTime })
  const dead = before.lease.holder
  // A full run goes on under its own id in its next task; any other run whose lease ran out is over.
  if (dead !== null && dead.runId !== before.fullRun?.runId) {
    batch.set(
      runRef(db, dead.runId),
      {
        runId: dead.runId,
        pipeline: request.pipeline,
        mode: dead.mode,
        status: 'failed',
        error: 'The run ended without a word; its lease ran out.',
        startedAt: dead.startedAt,
        endedAt: before.lease.expiresAt,
      },
      { merge: true },
    )
    meter.writes += 1
  }
  const results = await batch.commit()
  meter.writes += 1
  return updateTimeOf(results)
}

/** The watermark document is the first write of each batch: its time is the next precondition. */
function updateTimeOf(results: readonly WriteResult[]): Timestamp {
  const [first] = results
  if (first === undefined) throw new Error('Firestore answered a commit without results.')
  return first.writeTime
}

/** What a commit changes in the watermark document; the lease and the commit id are this module's own. */
export type StatePatch = Partial<Omit<PipelineState, 'encoding' | 'pipeline' | 'lease' | 'commitId'>>

/**
 * A run's right to write. Every commit carries the watermark document with the update time of the last one as its
 * precondition, so that a run whose lease was taken over cannot write, however late it wakes up (invariants 3 and 4).
 */
export class Lease {
  readonly pipeline: string
  readonly runId: string
  /** The state as of the last commit. */
  state: PipelineState
  readonly #context: LeaseContext
  readonly #leaseMs: number
  readonly #startedAt: Instant
  readonly #startedMs: number
  #updateTime: Timestamp

  constructor(
    context: LeaseContext,
    leaseMs: number,
    runId: string,
    state: PipelineState,
    updateTime: Timestamp,
    startedAt: Instant,
  ) {
    this.pipeline = state.pipeline
    this.runId = runId
    this.state = state
    this.#context = context
    this.#leaseMs = leaseMs
    this.#startedAt = startedAt
    this.#startedMs = context.clock.now()
    this.#updateTime = updateTime
  }

  /** The number that proves who may write; no two leases of a pipeline share one. */
  get fence(): number {
    return this.state.lease.fence
  }

  /** The moment of Firestore's clock at which the lease was taken: what a run's bound is frozen at. */
  get startedAt(): Instant {
    return this.#startedAt
  }

  /** Firestore's clock, carried on by the machine's since the lease was taken. */
  now(): Instant {
    return shift(this.#startedAt, Math.max(0, Math.floor(this.#context.clock.now() - this.#startedMs)))
  }

  /**
   * Commits `writes` and `patch` together and renews the lease. `writeCount` is how many documents `writes` adds.
   * Throws a LeaseLostError once somebody else holds the lease.
   */
  async commit(patch: StatePatch, writeCount: number, writes: (batch: WriteBatch) => void): Promise<void> {
    await this.#commit({ ...patch }, { expiresAt: shift(this.now(), this.#leaseMs) }, writeCount, writes)
  }

  /** Like `commit`, and gives the lease back. */
  async release(patch: StatePatch, writeCount: number, writes: (batch: WriteBatch) => void): Promise<void> {
    await this.#commit({ ...patch, progress: null }, { holder: null, expiresAt: null }, writeCount, writes)
  }

  async #commit(
    patch: StatePatch,
    lease: Partial<PipelineState['lease']>,
    writeCount: number,
    writes: (batch: WriteBatch) => void,
  ): Promise<void> {
    const { db, clock, meter } = this.#context
    const commitId = clock.randomId()
    for (let attempt = 1; ; attempt++) {
      const next = { ...patch, commitId, lease: { ...this.state.lease, ...lease } }
      const batch = db.batch()
      batch.update(stateRef(db, this.pipeline), next, { lastUpdateTime: this.#updateTime })
      writes(batch)
      try {
        this.#updateTime = updateTimeOf(await batch.commit())
      } catch (error) {
        const passing = isPassing(error)
        if (statusOf(error) !== grpcStatus.failedPrecondition && statusOf(error) !== grpcStatus.notFound && !passing) {
          throw error
        }
        if (!(await this.#reconcile(commitId))) {
          if (attempt >= retryPolicy.attempts) throw error
          if (passing) await clock.sleep(backoffMs(attempt, () => clock.random()))
          continue
        }
      }
      meter.writes += 1 + writeCount
      this.state = { ...this.state, ...next }
      return
    }
  }

  /**
   * After a commit that was refused, or whose acknowledgement was lost: true when it did succeed. Otherwise the lease is
   * still ours and somebody left a note in the document (a request for a full run): take it over and try again.
   */
  async #reconcile(commitId: string): Promise<boolean> {
    const { db, meter } = this.#context
    const snapshot = await stateRef(db, this.pipeline).get()
    meter.reads += 1
    const stored = stateOf(snapshot)
    if (stored === null || snapshot.updateTime === undefined || stored.lease.fence !== this.state.lease.fence) {
      throw new LeaseLostError(`Run ${this.runId} lost its lease on ${this.pipeline}; it has stopped.`)
    }
    this.#updateTime = snapshot.updateTime
    if (stored.commitId === commitId) return true
    if (this.state.fullRun === null) this.state = { ...this.state, fullRun: stored.fullRun }
    return false
  }
}
