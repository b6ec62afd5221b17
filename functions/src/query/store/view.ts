import { keyColumns } from '../../cache/columns.ts'
import { missingHead, type SegmentInfo } from '../../cache/head.ts'
import { headRef, stateRef } from '../../cache/paths.ts'
import { instantOfTimestamp } from '../../cache/state.ts'
import type { Freshness } from '../../contract/freshness.ts'
import type { Clock } from '../../lib/clock.ts'
import { InvalidInputError } from '../../lib/errors.ts'
import type { DocumentSnapshot, Firestore } from '../../lib/firestore/firestore.ts'
import { shift, type Instant } from '../../lib/instant.ts'
import { freshnessOf } from '../../model/freshness.ts'
import { sameColumn, type CachedRecord, type Stream } from '../../model/stream.ts'
import type { Part } from '../plan/matches.ts'
import { BlockCache } from './blockCache.ts'
import { layoutOf, type Layout } from './layout.ts'
import { CacheVersion } from './version.ts'

export interface ReaderSettings {
  /** For so long a head is taken to be the present one without asking, in milliseconds. */
  readonly headTtlMs: number
  /** About how much memory decoded segments may take, in bytes. */
  readonly memoryBytes: number
  /** A request that needs more rows than this in memory is refused. */
  readonly rowLimit: number
}

/** The segments of one version that a request asks for together, and how many of such lots are under way at a time. */
const segmentsPerLot = 8
const lotsAhead = 2

/** Records that have documents, and how their parts are had from them. */
export interface Parents {
  readonly stream: Stream
  of(record: CachedRecord): readonly CachedRecord[]
}

/** What the heads were when they were read last. */
interface Heads {
  readonly versions: readonly CacheVersion[]
  readonly readTime: Instant
  /** By the machine's clock, before they were asked for. */
  readonly askedAtMs: number
  /** The number of documents read for them. */
  readonly reads: number
}

/** The cache of one stream as one instance sees it: each request gets a view of one committed version. */
export class CacheReader {
  readonly settings: ReaderSettings
  readonly #db: Firestore
  readonly #layout: Layout
  readonly stream: Stream
  /** The names of the pipelines whose caches it reads. */
  readonly pipelines: readonly string[]
  /** The records that those of a child stream are parts of; null for every other stream. */
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
    this.#layout = layoutOf(stream)
    this.pipelines = pipelines
    this.#clock = clock
    this.#blocks = blocks
  }

  /** One read a pipeline for its head, and none while it is fresh; requests that come at once share it. */
  async view(): Promise<View> {
    const heads = this.#heads
    if (heads !== null && this.#clock.now() - heads.askedAtMs < this.settings.headTtlMs) return this.#viewOf(heads, 0)
    const isFirst = this.#asking === null
    this.#asking ??= this.#ask(heads?.versions ?? []).finally(() => {
      this.#asking = null
    })
    const asked = await this.#asking
    return this.#viewOf(asked, isFirst ? asked.reads : 0)
  }

  #viewOf({ versions, readTime, askedAtMs }: Heads, reads: number): View {
    const elapsed = Math.max(0, Math.floor(this.#clock.now() - askedAtMs))
    const now = shift(this.#clock.serverTime(readTime), elapsed)
    return new View({ versions, readTime: now }, this.#layout, this.#blocks, this.settings.rowLimit, reads)
  }

  async #ask(known: readonly CacheVersion[]): Promise<Heads> {
    const askedAtMs = this.#clock.now()
    const snapshots = await this.#db.getAll(...this.pipelines.map((pipeline) => headRef(this.#db, pipeline)))
    const without = snapshots.filter(({ exists }) => !exists).map(({ id }) => id)
    await this.#assertNeverFilled(without)
    const versions = snapshots.map((snapshot) => versionOf(snapshot, known, this.#layout))
    for (const version of versions) this.#blocks.forgetAllBut(version)
    const readTimes = versions.map(({ readTime }) => instantOfTimestamp(readTime))
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
    const states = await this.#db.getAll(...pipelines.map((pipeline) => stateRef(this.#db, pipeline)))
    const lost = states.find((state) => Number(state.get('cacheVersion') ?? 0) > 0)
    if (lost !== undefined) throw missingHead(lost.id)
  }
}

/** A head that has not changed since is not decoded again. */
function versionOf(snapshot: DocumentSnapshot, known: readonly CacheVersion[], layout: Layout): CacheVersion {
  const same = known.find((version) => version.isIn(snapshot))
  if (same === undefined) return new CacheVersion(snapshot, layout)
  same.readTime = snapshot.readTime
  return same
}

/** A segment of a version of a pipeline's cache. */
export interface VersionSegment {
  readonly version: CacheVersion
  readonly segment: SegmentInfo
}

/** A segment that is loaded, as its version shows it. */
export type Loaded<T extends VersionSegment> = T & { readonly part: Part }

/** One committed version of the cache in the hands of one request, whose reads it counts. */
export class View {
  readonly versions: readonly CacheVersion[]
  /** A request that needs more rows than this in memory is refused. */
  readonly rowLimit: number
  /** How old the answer is: as old as the oldest of its sources. */
  readonly freshness: Freshness
  /** The facets that every version counts. */
  readonly facets: readonly string[]
  firestoreReads: number
  segmentsRead = 0
  readonly #layout: Layout
  readonly #blocks: BlockCache

  constructor(
    { versions, readTime }: Pick<Heads, 'versions' | 'readTime'>,
    layout: Layout,
    blocks: BlockCache,
    rowLimit: number,
    firestoreReads: number,
  ) {
    this.versions = versions
    this.rowLimit = rowLimit
    this.firestoreReads = firestoreReads
    this.#blocks = blocks
    this.#layout = layout
    this.facets = layout.facets.filter((name) => this.#answers(name))
    // A pipeline that never ran shows nothing, so what the others show is no older for it.
    const heads = versions.map(({ head }) => head).filter((head) => head.bound !== null)
    const bound = earliest(heads.map((head) => head.bound))
    const reportsBound = earliest(heads.map((head) => head.reportsBound))
    this.freshness = freshnessOf(bound, reportsBound, readTime)
  }

  /**
   * Throws an InvalidInputError, for `field`, where a column is not in every version as the stream now declares it: the full
   * run that a change of the declaration starts has not ended yet.
   */
  assertAnswers(column: string, field: string): void {
    if (this.#answers(column)) return
    throw new InvalidInputError(
      field,
      `goes by the column ${column}, which is new or has changed: it answers as soon as a full run has ended (getSyncStatus)`,
    )
  }

  #answers(column: string): boolean {
    const declared = this.#layout.columns.find(({ name }) => name === column)
    if (declared === undefined) return false
    return this.versions.every(({ head }) => {
      const own = head.columns.find(({ name }) => name === column)
      return keyColumns.some(({ name }) => name === column) || (own !== undefined && sameColumn(declared, own))
    })
  }

  /** Loads segments lot by lot, some lots ahead of the one that is asked for; a lot that is done with may be let go. */
  async *lots<T extends VersionSegment>(segments: readonly T[]): AsyncGenerator<readonly Loaded<T>[]> {
    const byVersion = [...Map.groupBy(segments, ({ version }) => version).values()]
    const waiting = byVersion.flatMap((group) => lotsOf(group)).values()
    const ahead: Promise<readonly Loaded<T>[]>[] = []
    for (;;) {
      for (const lot of waiting.take(1 + lotsAhead - ahead.length)) {
        const loading = this.#load(lot)
        // Nobody waits for the lots behind one that failed.
        loading.catch(() => {})
        ahead.push(loading)
      }
      const next = ahead.shift()
      if (next === undefined) return
      yield await next
    }
  }

  async #load<T extends VersionSegment>(lot: readonly T[]): Promise<readonly Loaded<T>[]> {
    const version = lot[0]?.version
    if (version === undefined) return []
    const { blocks, read } = await this.#blocks.load(
      version,
      lot.map(({ segment }) => segment),
    )
    this.firestoreReads += read
    this.segmentsRead += read
    return lot.flatMap((one, i) => {
      const block = blocks[i]
      return block === undefined ? [] : [{ ...one, part: version.partOf(one.segment, block) }]
    })
  }
}

/** The earliest of the instants; null where one of them is, or where there are none. */
function earliest(instants: readonly (Instant | null)[]): Instant | null {
  return instants.length === 0 ? null : instants.reduce((a, b) => (a === null || b === null ? null : a < b ? a : b))
}

function lotsOf<T>(segments: readonly T[]): T[][] {
  const count = Math.ceil(segments.length / segmentsPerLot)
  return Array.from({ length: count }, (_, i) => segments.slice(i * segmentsPerLot, (i + 1) * segmentsPerLot))
}
