import type { RunMode } from '../contract/api.ts'
import type { Clock } from '../lib/clock.ts'
import { LeaseLostError, NotFoundError } from '../lib/errors.ts'
import { Timestamp, type Firestore, type WriteBatch, type WriteResult } from '../lib/firestore/firestore.ts'
import { grpcStatus, isPassing, statusOf } from '../lib/firestore/grpc.ts'
import { isoOf, msOf, shift, type Instant } from '../lib/instant.ts'
import type { Meter } from '../lib/meter.ts'
import { backoffMs, retryPolicy } from '../lib/retry.ts'
import { initialState, type PipelineState } from '../model/state.ts'
import { defaultJournalDays } from './journal.ts'
import { runRef, stateRef } from './paths.ts'
import { isBeyondLease, longestLeaseMs } from './salvage.ts'
import { believed, readState, stateOf } from './state.ts'

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
  /** Its commits start so many milliseconds apart, at least. */
  readonly commitEveryMs: number
  /** The time for which its journal is kept, in milliseconds. */
  readonly journalMs: number
}

export type LeaseOutcome =
  | { readonly kind: 'acquired'; readonly lease: Lease }
  /** Somebody else runs; `state` is what the watermark document says of it. `now` is Firestore's, here and below. */
  | { readonly kind: 'held'; readonly state: PipelineState; readonly now: Instant }
  /** There is nothing to run from this state. */
  | { readonly kind: 'idle'; readonly state: PipelineState; readonly now: Instant }

/** Tells whether a lease is in force at `now`. One that ends later than any can is nobody's. */
export function isHeld({ lease: { expiresAt } }: PipelineState, now: Instant): boolean {
  return expiresAt !== null && expiresAt > now && !isBeyondLease(expiresAt, now)
}

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
  const { mode, leaseMs, commitEveryMs, journalMs } = request
  const terms = { runId, mode, leaseMs, commitEveryMs, journalMs, startedAt: now }
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
  await lease.commit({}, 0, () => {})
  return lease
}

interface LeaseTerms {
  readonly runId: string
  readonly mode: RunMode
  readonly leaseMs: number
  readonly commitEveryMs: number
  readonly journalMs: number
  /** By Firestore's clock. */
  readonly startedAt: Instant
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
  /** The moment of Firestore's clock at which the lease was opened: what a run's bound is frozen at. */
  readonly startedAt: Instant
  /** The number that proves who may write; no two leases of a pipeline share one. */
  readonly fence: number
  /** The state as of the last commit, or as it was before the first. */
  state: PipelineState
  readonly #context: LeaseContext
  readonly #terms: LeaseTerms
  readonly #startedMs: number
  /** The start of the last write to the watermark document, in milliseconds of the machine's clock. */
  #writtenMs: number
  /** Null while the watermark document does not exist. */
  #updateTime: Timestamp | null
  /** True where the document is other than `state`, so that the first commit writes all of it. */
  #isDamaged: boolean

  constructor(
    context: LeaseContext,
    terms: LeaseTerms,
    state: PipelineState,
    updateTime: Timestamp | null,
    isDamaged: boolean,
  ) {
    this.pipeline = state.pipeline
    this.runId = terms.runId
    this.startedAt = terms.startedAt
    this.fence = state.lease.fence + 1
    this.state = state
    this.#context = context
    this.#terms = terms
    this.#startedMs = context.clock.now()
    this.#writtenMs = this.#startedMs - Math.max(0, msOf(terms.startedAt) - (updateTime?.toMillis() ?? -Infinity))
    this.#updateTime = updateTime
    this.#isDamaged = isDamaged
  }

  /** Tells whether nothing at all is known of the pipeline. */
  get isFirst(): boolean {
    return this.#updateTime === null && this.state.damage === null
  }

  /** Whether a commit has succeeded: until then nothing of the run is stored. */
  get isTaken(): boolean {
    return this.state.lease.fence === this.fence
  }

  /** How many documents its first commit adds by itself, as long as that has not been. */
  get writesOnTaking(): number {
    return this.#deadRun() === null ? 0 : 1
  }

  /** The moment at which what is journaled now may go: a TTL policy deletes it then. */
  get journalUntil(): Timestamp {
    return Timestamp.fromMillis(msOf(this.now()) + this.#terms.journalMs)
  }

  /** Throws a LeaseLostError where somebody else has written since: then what was read is of two moments. One read. */
  async confirm(): Promise<void> {
    await this.#reconcile('')
  }

  /** Firestore's clock, carried on by the machine's since the lease was opened. */
  now(): Instant {
    return shift(this.startedAt, Math.max(0, Math.floor(this.#context.clock.now() - this.#startedMs)))
  }

  /**
   * Commits `writes` and `patch` together and renews the lease. `writeCount` is how many documents that adds. `begun` is a
   * batch that may hold some of them already; another attempt has a new one. Throws a LeaseLostError once somebody else has
   * the lease.
   */
  async commit(
    patch: StatePatch,
    writeCount: number,
    writes: (batch: WriteBatch) => void,
    begun?: WriteBatch,
  ): Promise<void> {
    const { runId, mode, startedAt, leaseMs } = this.#terms
    const holder = { runId, mode, startedAt }
    const lease = { fence: this.fence, holder, expiresAt: shift(this.now(), leaseMs) }
    await this.#commit(patch, lease, writeCount, writes, begun)
  }

  /** Like `commit`, and gives the lease back. */
  async release(
    patch: StatePatch,
    writeCount: number,
    writes: (batch: WriteBatch) => void,
    begun?: WriteBatch,
  ): Promise<void> {
    const lease = { fence: this.fence, holder: null, expiresAt: null }
    await this.#commit({ ...patch, progress: null }, lease, writeCount, writes, begun)
  }

  async #commit(
    patch: StatePatch,
    lease: PipelineState['lease'],
    writeCount: number,
    writes: (batch: WriteBatch) => void,
    begun?: WriteBatch,
  ): Promise<void> {
    const { db, clock, meter } = this.#context
    const commitId = clock.randomId()
    const next = { ...patch, commitId, lease }
    const dead = this.#deadRun()
    for (let attempt = 1; ; attempt++) {
      await this.#turn()
      // A batch that was sent takes no more writes.
      const batch = (attempt === 1 ? begun : undefined) ?? db.batch()
      writes(batch)
      if (dead !== null) batch.set(runRef(db, dead.runId), dead, { merge: true })
      const ref = stateRef(db, this.pipeline)
      if (this.#updateTime === null) batch.create(ref, { ...this.state, ...next })
      else
        batch.update(ref, this.#isDamaged ? { ...this.state, ...next } : { ...next }, {
          lastUpdateTime: this.#updateTime,
        })
      try {
        this.#updateTime = updateTimeOf(await batch.commit())
      } catch (error) {
        const passing = isPassing(error)
        if (!passing && !refusals.has(statusOf(error))) throw error
        if (!(await this.#reconcile(commitId))) {
          if (attempt >= retryPolicy.attempts) throw error
          if (passing) await clock.sleep(backoffMs(attempt, () => clock.random()))
          continue
        }
      }
      meter.writes += 1 + writeCount + Number(dead !== null)
      this.state = { ...this.state, ...next }
      this.#isDamaged = false
      return
    }
  }

  /** Waits until another commit may start: each of them writes the watermark document, which takes about one write a second. */
  async #turn(): Promise<void> {
    const { clock } = this.#context
    const { commitEveryMs } = this.#terms
    // A machine's clock that is put back must not hold a run up.
    const waitMs = Math.min(commitEveryMs, this.#writtenMs + commitEveryMs - clock.now())
    if (waitMs > 0) await clock.sleep(waitMs)
    this.#writtenMs = clock.now()
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
    const last = stored?.commitId ?? null
    // Every commit of every run changes the commit id, and a note never does. The fence alone would not tell: a run that
    // has not written yet finds the old one still there after a zombie's last commit.
    if (last !== commitId && last !== this.state.commitId) {
      throw new LeaseLostError(`Run ${this.runId} has no lease on ${this.pipeline} any more; it has stopped.`)
    }
    this.#updateTime = snapshot.updateTime ?? null
    if (last === commitId) return true
    if (stored !== null) {
      const { maxDeletes, verify } = stored
      this.state = { ...this.state, maxDeletes, verify, fullRun: this.state.fullRun ?? stored.fullRun }
    }
    return false
  }

  /**
   * The run whose lease ran out, to be closed in the journal with the first commit. A full run goes on under its own id and is
   * not dead.
   */
  #deadRun(): ({ runId: string } & Record<string, unknown>) | null {
    const { holder, expiresAt } = this.state.lease
    if (this.isTaken || holder === null || holder.runId === this.state.fullRun?.runId) return null
    return {
      runId: holder.runId,
      pipeline: this.pipeline,
      mode: holder.mode,
      status: 'failed',
      error: 'The run ended without a word; its lease ran out.',
      startedAt: isoOf(holder.startedAt),
      endedAt: expiresAt === null ? null : isoOf(expiresAt),
      expireAt: this.journalUntil,
    }
  }
}

const refusals: ReadonlySet<number | undefined> = new Set([
  grpcStatus.failedPrecondition,
  grpcStatus.notFound,
  grpcStatus.alreadyExists,
])

/** The watermark document is the last write of each batch: its time is the next precondition. */
function updateTimeOf(results: readonly WriteResult[]): Timestamp {
  const last = results.at(-1)
  if (last === undefined) throw new Error('Firestore answered a commit without results.')
  return last.writeTime
}
