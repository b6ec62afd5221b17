import type { Clock } from '../lib/clock.ts'
import { EncodingError, LeaseLostError } from '../lib/errors.ts'
import type { DocumentReference, Firestore } from '../lib/firestore/firestore.ts'
import { Meter } from '../lib/meter.ts'
import { compareKeys, isLive, type Row } from '../model/row.ts'
import type { PipelineState } from '../model/state.ts'
import { declarationOf, type Stream } from '../model/stream.ts'
import { trimNewest } from './changes.ts'
import { rowsOfDocuments, rowsWithout, type LiveRows, type OnProgress } from './documentRows.ts'
import { zoneMapOf } from './facetCounts.ts'
import { encodeHead, readHead, viewOf } from './head.ts'
import { emptyHead, type Head } from '../engine/encoding/head.ts'
import type { Lease } from './lease.ts'
import { takeLease } from './openLease.ts'
import { indexed, indexWrite } from './needleIndex.ts'
import { cacheOf, documentRef, headRef, segmentRef, withPrefix } from './paths.ts'
import { decodeSegment, encodeSegment, splitRows, type EncodedSegment } from './segments.ts'
import { unmappedOf } from './unmapped.ts'
import { deleteOf, setOf } from './write.ts'

/** New segments are written in commits of at most this many bytes, and old ones deleted in lots of this many. */
const commitBytes = 2_400_000
const deleteLot = 400

export interface Damaged {
  readonly count: number
  /** The ids of the first of them. */
  readonly ids: readonly string[]
}
const namedIds = 20

export interface Rebuilt {
  readonly rows: number
  readonly segments: number
  /** Documents that are not as they were written, which are in no list until a full resync has written them anew. */
  readonly damaged: Damaged
  readonly reads: number
  readonly writes: number
}

/**
 * Writes a pipeline's head and segments anew from its documents, in the present encoding: for when the encoding changes,
 * or a view is damaged. New segments have new numbers, so readers see the old view until the one commit that shows the
 * new one. A crash leaves segments that nobody names; the next rebuild removes them. Reads every document once.
 * Throws a LeaseLostError while a run holds the pipeline.
 */
export async function rebuild(
  db: Firestore,
  stream: Stream,
  pipeline: string,
  clock: Clock,
  onProgress: OnProgress = () => {},
): Promise<Rebuilt> {
  const meter = new Meter()
  const lease = await takeLease({ db, clock, meter }, pipeline)
  try {
    const done = await rebuildUnderLease(db, stream, lease, meter, { onProgress })
    await lease.release()
    return { ...done, reads: meter.reads, writes: meter.writes }
  } catch (error) {
    // Whatever went wrong, nobody has to wait for the lease to run out.
    if (!(error instanceof LeaseLostError)) await lease.release()
    throw error
  }
}

/**
 * The same under the lease of a run that writes anew what is missing. `shown` are the rows of before: those of documents that are
 * gone or not as they were written stay, without a hash, so that the run takes them for changed. Such documents of no row go.
 */
export async function rebuildUnderLease(
  db: Firestore,
  stream: Stream,
  lease: Lease,
  meter: Meter,
  { onProgress = () => {}, shown = null }: { onProgress?: OnProgress; shown?: ReadonlyMap<string, Row> | null } = {},
): Promise<Pick<Rebuilt, 'rows' | 'segments' | 'damaged'>> {
  const { pipeline } = lease
  const { own, parts, damaged } = await rowsOfDocuments(db, stream, pipeline, meter, onProgress)
  if (shown !== null) own.live.push(...rowsWithout(own.live, shown))
  const views: NewView[] = []
  for (const rows of [own, ...parts]) views.push(await prepareView(db, rows, lease, meter))
  const [view, ...children] = views
  if (view === undefined) throw new Error('A pipeline has a view.')
  await lease.commit({
    patch: {
      ...viewOf(view.head),
      children: Object.fromEntries(children.map(({ rows, head }) => [rows.pipeline, childView(head)])),
    },
    writes: views.map(({ rows, head }) =>
      setOf(headRef(db, rows.pipeline), encodeHead(rows.stream, head, rows.pipeline)),
    ),
  })
  const orphans = shown === null ? [] : damaged.filter((id) => shown.get(id)?.deletedAt !== null)
  await deleteAll(lease, [
    ...views.flatMap(({ rows, oldNumbers }) => oldNumbers.map((n) => segmentRef(db, rows.pipeline, n))),
    ...orphans.map((id) => documentRef(db, pipeline, id)),
  ])
  return {
    rows: view.head.live,
    segments: view.head.segments.length,
    damaged: { count: damaged.length, ids: damaged.slice(0, namedIds) },
  }
}

function childView(head: Head): PipelineState['children'][string] {
  const { cacheVersion, declaration } = viewOf(head)
  return { cacheVersion, declaration }
}

/** A view whose segments are written, and that nobody sees before its head is. */
interface NewView {
  readonly rows: LiveRows
  readonly head: Head
  readonly oldNumbers: readonly number[]
}

async function prepareView(db: Firestore, rows: LiveRows, lease: Lease, meter: Meter): Promise<NewView> {
  const { pipeline, stream, live } = rows
  const oldNumbers = await segmentNumbers(db, pipeline, meter)
  const old = await readableHead(db, stream, pipeline, meter)
  const liveIds = new Set(live.map(({ id }) => id))
  const all = [...live, ...old.tombstones.filter(({ id }) => !liveIds.has(id))].sort(compareKeys)
  // A number is never used twice: a reader may still hold what it named.
  const first = Math.max(old.nextSegment, ...oldNumbers.map((n) => n + 1))
  const written = encodeAll(stream, pipeline, all, first)
  for (const lot of lotsOf(written)) {
    await lease.commit({ writes: lot.map(({ info, document }) => setOf(segmentRef(db, pipeline, info.n), document)) })
  }
  const infos = written.map(({ info }) => info)
  const { index, ...manifest } = indexed([], infos, written, first + written.length)
  for (const change of index) await lease.commit({ writes: [indexWrite(db, pipeline, change)] })
  const { state } = lease
  const known = pipeline === lease.pipeline ? state.cacheVersion : (state.children[pipeline]?.cacheVersion ?? 0)
  const cacheVersion = 1 + Math.max(old.cacheVersion, known)
  const freshness = { cacheVersion, bound: state.bound, reportsBound: old.reportsBound }
  return { rows, head: headOver(stream, manifest, live, freshness), oldNumbers }
}

async function deleteAll(lease: Lease, refs: readonly DocumentReference[]): Promise<void> {
  for (let i = 0; i < refs.length; i += deleteLot) {
    await lease.commit({ writes: refs.slice(i, i + deleteLot).map(deleteOf) })
  }
}

async function segmentNumbers(db: Firestore, pipeline: string, meter: Meter): Promise<number[]> {
  const snapshot = await withPrefix(db, cacheOf(pipeline).segments, `${pipeline}:`).select().get()
  meter.reads += Math.max(1, snapshot.size)
  return snapshot.docs.map(({ id }) => Number(id.slice(pipeline.length + 1)))
}

/**
 * What only the old view knows: tombstones, which numbers were used, and its version. Where it cannot be read that is lost, and
 * a full run is the way to be sure.
 */
async function readableHead(
  db: Firestore,
  stream: Stream,
  pipeline: string,
  meter: Meter,
): Promise<{ tombstones: Row[] } & Pick<Head, 'nextSegment' | 'cacheVersion' | 'reportsBound'>> {
  try {
    const { head } = await readHead(db, stream, pipeline, meter)
    const tombstones = [...head.pending.values()].flatMap(({ row }) => (isLive(row) ? [] : [row]))
    for (const segment of head.segments.filter(({ rows, live }) => rows > live)) {
      const snapshot = await segmentRef(db, pipeline, segment.n).get()
      meter.reads += 1
      const rows = decodeSegment(stream, snapshot, segment)
      tombstones.push(...rows.filter((row) => !isLive(row) && !head.pending.has(row.id)))
    }
    const { nextSegment, cacheVersion, reportsBound } = head
    return { tombstones, nextSegment, cacheVersion, reportsBound }
  } catch (error) {
    if (error instanceof EncodingError) return { tombstones: [], nextSegment: 0, cacheVersion: 0, reportsBound: null }
    throw error
  }
}

function encodeAll(stream: Stream, pipeline: string, rows: readonly Row[], first: number): EncodedSegment[] {
  const pieces = rows.length === 0 ? [] : splitRows(stream, rows, true)
  return pieces.map((piece, i) => {
    const low = { createdAt: piece.rows[0]?.createdAt ?? 0, id: piece.rows[0]?.id ?? '' }
    const isLast = i === pieces.length - 1
    return encodeSegment(declarationOf(stream), pipeline, { n: first + i, version: 1, low }, piece, isLast)
  })
}

function lotsOf(segments: readonly EncodedSegment[]): EncodedSegment[][] {
  const lots: EncodedSegment[][] = []
  let bytes = Infinity
  for (const segment of segments) {
    if (bytes + segment.info.bytes > commitBytes) {
      lots.push([])
      bytes = 0
    }
    bytes += segment.info.bytes
    lots.at(-1)?.push(segment)
  }
  return lots
}

function headOver(
  stream: Stream,
  manifest: Pick<Head, 'segments' | 'nextSegment'>,
  live: readonly Row[],
  freshness: Pick<Head, 'cacheVersion' | 'bound' | 'reportsBound'>,
): Head {
  return {
    ...emptyHead(stream),
    ...freshness,
    ...manifest,
    live: live.length,
    facets: zoneMapOf(declarationOf(stream), live).facets,
    unmapped: unmappedOf(stream, live),
    ...trimNewest(live, null),
  }
}
