import type { Freshness } from '../../contract/freshness.ts'
import { InvalidInputError } from '../../lib/errors.ts'
import type { Instant } from '../../lib/instant.ts'
import { freshnessOf } from '../../model/freshness.ts'
import type { Stream } from '../../model/stream.ts'
import type { SegmentInfo } from '../encoding/head.ts'
import { mayHold, waysOf } from '../needles/mayHold.ts'
import type { Part } from '../plan/matches.ts'
import type { Layout } from './layout.ts'
import type { CacheVersion } from './version.ts'

/** The segments of one version that a request asks for together, and how many of such lots are under way at a time. */
const segmentsPerLot = 8
const lotsAhead = 2

/** A segment of a version of a pipeline's cache. */
export interface VersionSegment {
  readonly version: CacheVersion
  readonly segment: SegmentInfo
}

/** A segment that is loaded, as its version shows it. */
export type Loaded<T extends VersionSegment> = T & { readonly part: Part }

/** Gives each request a view of one committed version of a stream's cache. */
export interface Viewer {
  readonly stream: Stream
  view(): Promise<View>
}

/** One committed version of the cache in the hands of one request, whose reads it counts. */
export class View {
  readonly versions: readonly CacheVersion[]
  /** A request that needs more rows than this in memory is refused. */
  readonly rowLimit: number
  /** The age of the answer: that of the oldest of its sources. */
  readonly freshness: Freshness
  /** The facets that every version counts. */
  readonly facets: readonly string[]
  firestoreReads: number
  segmentsRead = 0

  constructor(
    { versions, readTime }: { readonly versions: readonly CacheVersion[]; readonly readTime: Instant },
    layout: Layout,
    rowLimit: number,
    firestoreReads: number,
  ) {
    this.versions = versions
    this.rowLimit = rowLimit
    this.firestoreReads = firestoreReads
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
    return this.versions.every(({ answered }) => answered.has(column))
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

  /** Leaves out the segments that cannot hold a needle (null: none is sought), as far as their needles tell. */
  async holding<T extends VersionSegment>(segments: readonly T[], needle: string | null): Promise<readonly T[]> {
    const ways = needle === null ? null : waysOf(needle)
    if (ways === null) return segments
    const byVersion = [...Map.groupBy(segments, ({ version }) => version)]
    const groups = await Promise.all(
      byVersion.map(async ([version, group]) => {
        const { needles, read } = await version.loadNeedles(group.map(({ segment }) => segment))
        this.firestoreReads += read
        return group.filter((_, i) => {
          const own = needles[i] ?? null
          return own === null || mayHold(own, ways, version.layout.finder)
        })
      }),
    )
    return groups.flat()
  }

  async #load<T extends VersionSegment>(lot: readonly T[]): Promise<readonly Loaded<T>[]> {
    const version = lot[0]?.version
    if (version === undefined) return []
    const { blocks, read } = await version.load(lot.map(({ segment }) => segment))
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
