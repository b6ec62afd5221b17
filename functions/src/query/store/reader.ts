import { missingHead } from '../../cache/head.ts'
import { headRef, stateRef } from '../../cache/paths.ts'
import { layoutOf, type Layout } from '../../engine/store/layout.ts'
import { View, type Viewer } from '../../engine/store/view.ts'
import type { Clock } from '../../lib/clock.ts'
import { FieldPath, Timestamp, type DocumentSnapshot, type Firestore } from '../../lib/firestore/firestore.ts'
import { momentOfTimestamp } from '../../lib/firestore/usage.ts'
import { partsOf, shift, type Instant } from '../../lib/instant.ts'
import { childPipelineOf, type CachedRecord, type Stream } from '../../model/stream.ts'
import { BlockCache } from './blockCache.ts'
import { nodeFinder } from './nodeFinder.ts'
import { StoredVersion } from './storedVersion.ts'

export interface ReaderSettings {
  /** The time for which a head is taken to be the present one without asking, in milliseconds. */
  readonly headTtlMs: number
  /** The approximate memory that decoded segments may take, in bytes. */
  readonly memoryBytes: number
  /** The most rows that a request may need in memory; one that needs more is refused. */
  readonly rowLimit: number
}

/** The stream of records that have documents, and a way to their parts. */
export interface Parents {
  readonly stream: Stream
  of(record: CachedRecord): readonly CachedRecord[]
}

/** The heads as they were read last. */
interface Heads {
  readonly versions: readonly StoredVersion[]
  readonly readTime: Instant
  /** The moment before the heads were asked for, by the machine's clock. */
  readonly askedAtMs: number
  /** The number of documents read for them. */
  readonly reads: number
}

/** The cache of one stream as one instance sees it: each request gets a view of one committed version. */
export class CacheReader implements Viewer {
  readonly settings: ReaderSettings
  readonly #db: Firestore
  readonly #layout: Layout
  readonly stream: Stream
  /** The names of the pipelines whose caches are read. */
  readonly pipelines: readonly string[]
  /** The parents of a child stream's records; null for every other stream. */
  readonly parents: Parents | null
  readonly #clock: Pick<Clock, 'now' | 'serverTime'>
  readonly #blocks: BlockCache
  #heads: Heads | null = null
  #asking: Promise<Heads> | null = null

  constructor(
    db: Firestore,
    stream: Stream,
    pipelines: readonly string[],
    settings: ReaderSettings,
    clock: Pick<Clock, 'now' | 'serverTime'>,
    blocks = new BlockCache(db, settings.memoryBytes),
    parents: Parents | null = null,
  ) {
    this.parents = parents
    this.settings = settings
    this.#db = db
    this.stream = stream
    this.#layout = layoutOf(stream, nodeFinder)
    this.pipelines = pipelines
    this.#clock = clock
    this.#blocks = blocks
  }

  /**
   * A view of the present version. Costs one read a pipeline for its head, and none while the head is fresh; requests that come at once
   * share the read.
   */
  async view(): Promise<View> {
    return (await this.viewInTime()).view
  }

  /** A view, and a moment at which the cache was as the view shows it. */
  async viewInTime(): Promise<{ readonly view: View; readonly readTime: Timestamp }> {
    const heads = this.#heads
    if (heads !== null && this.#clock.now() - heads.askedAtMs < this.settings.headTtlMs) return this.#viewOf(heads, 0)
    const isFirst = this.#asking === null
    this.#asking ??= this.#ask(heads?.versions ?? []).finally(() => {
      this.#asking = null
    })
    const asked = await this.#asking
    return this.#viewOf(asked, isFirst ? asked.reads : 0)
  }

  #viewOf({ versions, readTime, askedAtMs }: Heads, reads: number): { view: View; readTime: Timestamp } {
    const elapsed = Math.max(0, Math.floor(this.#clock.now() - askedAtMs))
    const now = shift(this.#clock.serverTime(readTime), elapsed)
    const view = new View({ versions, readTime: now }, this.#layout, this.settings.rowLimit, reads)
    const { seconds, nanoseconds } = partsOf(readTime)
    return { view, readTime: new Timestamp(seconds, nanoseconds) }
  }

  async #ask(known: readonly StoredVersion[]): Promise<Heads> {
    const askedAtMs = this.#clock.now()
    const snapshots = await this.#db.getAll(...this.pipelines.map((pipeline) => headRef(this.#db, pipeline)))
    const without = snapshots.filter(({ exists }) => !exists).map(({ id }) => id)
    await this.#assertNeverFilled(without)
    const versions = snapshots.map((snapshot) => versionOf(snapshot, known, this.#layout, this.#blocks))
    for (const version of versions) this.#blocks.forgetAllBut(version)
    const readTimes = versions.map(({ readTime }) => momentOfTimestamp(readTime))
    this.#heads = {
      versions,
      readTime: readTimes.reduce((a, b) => (a < b ? a : b)),
      askedAtMs,
      reads: snapshots.length + without.length,
    }
    return this.#heads
  }

  /** Throws an EncodingError where a pipeline without a head had orders: one that never ran has none. */
  async #assertNeverFilled(pipelines: readonly string[]): Promise<void> {
    if (pipelines.length === 0) return
    const { parents } = this
    const stated = pipelines.map((pipeline) =>
      parents === null ? pipeline : childPipelineOf(pipeline, parents.stream.name),
    )
    const states = await this.#db.getAll(...stated.map((pipeline) => stateRef(this.#db, pipeline)))
    const lost = pipelines.find((pipeline, i) => {
      const ofChild = parents === null ? [] : ['children', pipeline]
      return Number(states[i]?.get(new FieldPath(...ofChild, 'cacheVersion')) ?? 0) > 0
    })
    if (lost !== undefined) throw missingHead(lost)
  }
}

/** A head that has not changed since is not decoded again. */
function versionOf(
  snapshot: DocumentSnapshot,
  known: readonly StoredVersion[],
  layout: Layout,
  blocks: BlockCache,
): StoredVersion {
  const same = known.find((version) => version.isIn(snapshot))
  if (same === undefined) return new StoredVersion(snapshot, layout, blocks)
  same.readTime = snapshot.readTime
  return same
}
