import type { RunMode } from '../contract/sync.ts'
import type { Clock } from '../lib/clock.ts'
import { LeaseLostError } from '../lib/errors.ts'
import { Timestamp, type Firestore, type WriteResult } from '../lib/firestore/firestore.ts'
import { grpcStatus, isPassing, statusOf } from '../lib/firestore/grpc.ts'
import { isoOf, msOf, shift, type Instant } from '../lib/instant.ts'
import type { Meter } from '../lib/meter.ts'
import { backoffMs, retryPolicy } from '../lib/retry.ts'
import { mappingAfter } from '../model/mapping.ts'
import type { PipelineState } from '../model/state.ts'
import { leaseAfter, type LeaseMove } from './leaseMoves.ts'
import { runRef, stateRef } from './paths.ts'
import { stateOf } from './state.ts'
import { mergeOf, putInto, type BegunBatch, type Write } from './write.ts'

/** The terms of a lease: its run, its length and its pace. */
export interface LeaseTerms {
  readonly runId: string
  readonly mode: RunMode
  readonly leaseMs: number
  readonly commitEveryMs: number
  readonly journalMs: number
  /** The settings that the run parses records by; left out where it parses none. */
  readonly mapping?: string
  /** The moment at which the run started, by Firestore's clock. */
  readonly startedAt: Instant
}

/** The parts of the outside that a lease needs. */
export interface LeaseContext {
  readonly db: Firestore
  readonly clock: Clock
  readonly meter: Meter
}

/** The changes that a commit makes to the watermark document; the lease and the commit id are this module's own. */
export type StatePatch = Partial<Omit<PipelineState, 'encoding' | 'pipeline' | 'lease' | 'commitId'>>

/** Writes that become visible together (invariant 3). */
export interface Commit {
  readonly patch?: StatePatch
  readonly writes?: readonly Write[]
  /** A batch that may hold the first of the writes already; another attempt has a new one. */
  readonly begun?: BegunBatch | null
}

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

  /** Tells whether a commit has succeeded; until then nothing of the run is stored. */
  get isTaken(): boolean {
    return this.state.lease.fence === this.fence
  }

  /** The writes that the lease's first commit adds by itself: the run whose lease ran out is closed in the journal. */
  get takingWrites(): readonly Write[] {
    const dead = this.#deadRun()
    return dead === null ? [] : [mergeOf(runRef(this.#context.db, dead.runId), dead)]
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

  /** Commits writes and the watermark document together, and renews the lease. Throws a LeaseLostError once somebody else has it. */
  async commit(commit: Commit = {}): Promise<void> {
    await this.#commit(this.isTaken ? 'renew' : 'take', commit)
  }

  /** Like `commit`, and gives the lease back. */
  async release({ patch, ...commit }: Commit = {}): Promise<void> {
    await this.#commit(this.isTaken ? 'release' : 'pass', { ...commit, patch: { ...patch, progress: null } })
  }

  async #commit(move: LeaseMove, { patch = {}, writes = [], begun = null }: Commit): Promise<void> {
    const { db, clock, meter } = this.#context
    const { runId, mode, startedAt, leaseMs, mapping } = this.#terms
    const lease = leaseAfter(move, this.fence, { runId, mode, startedAt }, shift(this.now(), leaseMs))
    const commitId = clock.randomId()
    // In every commit, for a run that dies behind its first one has mixed its records with the others.
    const followed = mapping === undefined ? {} : { mapping: mappingAfter(this.state.mapping, mapping) }
    const next = { ...followed, ...patch, commitId, lease }
    const all = [...writes, ...this.takingWrites]
    for (let attempt = 1; ; attempt++) {
      // A batch that was sent takes no more writes.
      const started = attempt === 1 ? begun : null
      const batch = started?.batch ?? db.batch()
      for (const write of all.slice(started?.count ?? 0)) putInto(batch, write)
      const ref = stateRef(db, this.pipeline)
      if (this.#updateTime === null) batch.create(ref, { ...this.state, ...next })
      else
        batch.update(ref, this.#isDamaged ? { ...this.state, ...next } : { ...next }, {
          lastUpdateTime: this.#updateTime,
        })
      // Behind all that takes time before it is sent.
      await this.#turn()
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
      meter.writes += 1 + all.length
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
   * Settles a commit that was refused, or whose acknowledgement was lost: true when the commit did succeed. Otherwise the lease is still
   * ours and somebody left a note in the document (a request for a full run): the note is taken over, and the commit tried again.
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
