import { childCachesOf, type ChildCache } from '../../cache/childRows.ts'
import { boundOfInputs, readInputs } from '../../cache/inputRows.ts'
import type { Lease } from '../../cache/lease.ts'
import { PipelineCache } from '../../cache/pipelineCache.ts'
import type { RunMode } from '../../contract/sync.ts'
import { isoOf, type Instant } from '../../lib/instant.ts'
import type { Meter } from '../../lib/meter.ts'
import { isRemapped } from '../../model/mapping.ts'
import type { ChangeTimes, Inputs, SourceNotice, SourcePage, SourceRecord } from '../../model/source.ts'
import type { Counts } from '../../model/state.ts'
import { unreadNotice } from '../../model/unread.ts'
import { alertKinds } from '../alerts/alerts.ts'
import type { SyncContext } from '../context.ts'
import { isOutdated, outdatedMessage } from '../declaration.ts'
import { areRunsUsedUp, usedUpMessage } from '../ownFullRuns.ts'
import { remappedMessage } from '../remapped.ts'
import { contentDifferenceOf, differenceOf, type Comparison } from './diff.ts'
import { prepareRecords, unreadOf, type PreparedRecords } from './prepare.ts'
import { RunCounts } from './runCounts.ts'

/** One run with its lease in hand: its settings and surroundings, and its findings so far. */
export class Run {
  readonly context: SyncContext
  readonly lease: Lease
  readonly mode: RunMode
  readonly counts: RunCounts
  readonly cache: PipelineCache
  /** The caches of the child streams, whose rows change with the cache's. */
  readonly children: readonly ChildCache[]
  /** True where the cache may hold records of another identity: then records compare by content (invariant 5). */
  readonly isNewIdentity: boolean
  /** Compares a record with what the cache has. */
  readonly compare: Comparison
  /** The kind of change times that the pages read showed; undefined where none did. */
  changeTimes: ChangeTimes | undefined
  readonly #meter: Meter
  readonly #startedMs: number
  /** The moment at which the run stops by itself, in milliseconds of the machine's clock. */
  readonly #deadlineMs: number
  #inputs: Promise<Inputs> | null = null
  readonly #reported = new Set<string>()
  readonly #notices = new Map<string, SourceNotice>()

  constructor(context: SyncContext, lease: Lease, meter: Meter, mode: RunMode, before: Counts, deadlineMs: number) {
    const { db, stream, clock, id } = context
    this.context = context
    this.lease = lease
    this.mode = mode
    this.#meter = meter
    this.#startedMs = clock.now()
    this.#deadlineMs = deadlineMs
    this.counts = new RunCounts(before, meter, () => this.#elapsedMs)
    this.isNewIdentity = lease.state.identity !== context.source.identity
    this.compare = this.isNewIdentity ? contentDifferenceOf : differenceOf
    const access = { db, meter, clock }
    this.cache = new PipelineCache(id, stream, { ...access, version: () => lease.state.cacheVersion })
    this.children = childCachesOf(id, stream, access, (child) => lease.state.children[child]?.cacheVersion ?? 0)
    const { damage } = lease.state
    if (damage !== null) {
      context.logger.warn(`[SYNC] ${damage}`, { pipeline: lease.pipeline, runId: lease.runId })
      this.notice({ kind: alertKinds.damagedState, message: damage })
    }
    const left = areRunsUsedUp(lease.state, context, lease.now()) ? usedUpMessage : ''
    if (isOutdated(lease.state, stream)) {
      this.notice({ kind: alertKinds.changedColumns, message: outdatedMessage(stream) + left })
    }
    // Under another identity all is read anew anyway.
    if (!this.isNewIdentity && isRemapped(lease.state, context.source.mapping)) {
      this.notice({ kind: alertKinds.changedSettings, message: remappedMessage(lease.state) + left })
    }
  }

  /** Milliseconds since this task began. */
  get #elapsedMs(): number {
    return Math.round(this.context.clock.now() - this.#startedMs)
  }

  get isPastDeadline(): boolean {
    return this.context.clock.now() >= this.#deadlineMs
  }

  /** The notices that the next commit has to raise. */
  get notices(): readonly SourceNotice[] {
    return [...this.#notices.values()]
  }

  countPage(page: SourcePage): void {
    this.counts.addUsage(page.usage)
    this.counts.add({ fetched: page.records.length })
    for (const notice of page.notices ?? []) this.notice(notice)
    this.changeTimes = page.changeTimes ?? this.changeTimes
  }

  /** Forgets what the run knows of caches that were written anew under its lease. */
  reload(): void {
    for (const { cache } of [this, ...this.children]) cache.reload()
  }

  /** The rows that the records depend on, read once: later changes of these rows are reported. */
  inputs(): Promise<Inputs> {
    return (this.#inputs ??= readInputs(this.context.db, this.context.inputs, this.#meter))
  }

  /** Parses records and builds their documents. */
  async prepare(records: readonly SourceRecord[]): Promise<PreparedRecords> {
    return prepareRecords(this.context, records, await this.inputs(), this.lease.now())
  }

  /** The moment through which the run may vouch for its pipeline; null where the pipeline is derived from one that was never copied. */
  vouchesThrough(): Promise<Instant | null> {
    const { source, db, inputs } = this.context
    return source.strategy === 'derived'
      ? boundOfInputs(db, inputs, this.#meter)
      : Promise.resolve(this.lease.startedAt)
  }

  /** Takes note of the dependent pipelines that a commit reported to. */
  reportedTo(pipelines: readonly string[]): void {
    for (const pipeline of pipelines) this.#reported.add(pipeline)
  }

  /** The dependent pipelines that have something to copy now. */
  get reported(): readonly string[] {
    return [...this.#reported]
  }

  /** Counts what preparing records showed. */
  countPrepared(prepared: PreparedRecords): void {
    const { stale, future, withoutChangeTime, built } = prepared
    this.counts.add({ stale, future, withoutChangeTime })
    // A full run counts them all, and says so when it ends.
    if (this.mode === 'full') return
    const unread = unreadNotice(unreadOf(prepared), built.length, 'records')
    if (unread !== null) this.notice(unread)
    if (withoutChangeTime > 0) {
      const found = this.context.feed === null ? 'by full runs only' : 'by the change feed and by full runs'
      this.notice({
        kind: alertKinds.missingChangeTime,
        message: `Some records have no change time: their changes are found ${found}.`,
      })
    }
  }

  /** Raises an alert with the next commit, unless one of its kind is open. */
  notice({ kind, message }: SourceNotice): void {
    this.#notices.set(kind, { kind, message })
  }

  /** Takes a notice back whose cause the run has mended. */
  withdraw(kind: string): void {
    this.#notices.delete(kind)
  }

  /** The members of the run's document from its first commit on: an undo goes back to the state that the run started from. */
  openingOfJournal(): Record<string, unknown> {
    const { pipeline, watermark, bound, cacheVersion } = this.lease.state
    return {
      runId: this.lease.runId,
      pipeline,
      mode: this.mode,
      status: 'running',
      startedAt: isoOf(this.lease.startedAt),
      from: { watermark, bound, cacheVersion },
      expireAt: this.lease.journalUntil,
    }
  }
}
