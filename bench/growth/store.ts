import { trimNewest } from '../../functions/src/cache/changes.ts'
import { zoneMapOf } from '../../functions/src/cache/facetCounts.ts'
import { encodeHead } from '../../functions/src/cache/head.ts'
import { bytesOfIndex, indexed, indexWrite } from '../../functions/src/cache/needleIndex.ts'
import { headRef, segmentRef } from '../../functions/src/cache/paths.ts'
import { encodeSegment, splitRows, type EncodedSegment } from '../../functions/src/cache/segments.ts'
import { putInto } from '../../functions/src/cache/write.ts'
import { emptyHead, type FacetCounts, type Head } from '../../functions/src/engine/encoding/head.ts'
import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { instantFromMs, type Instant } from '../../functions/src/lib/instant.ts'
import { compareKeys, rowOf, type Row } from '../../functions/src/model/row.ts'
import { declarationOf, type Stream } from '../../functions/src/model/stream.ts'
import { orderParser } from '../../functions/src/sources/firestore/record.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import type { SampleOrder } from '../../tools/samples/orders.ts'
import { randomFrom, type Random } from '../../tools/samples/random.ts'
import { openingMs } from '../lab/clock.ts'
import { sampleOrdersOf } from '../lab/shop.ts'
import { writeInLots } from '../lab/writing.ts'
import { pipeline, sourceConfig } from '../tidemark/instance.ts'

/** A cache as it is stored, by size. */
export interface StoredCache {
  readonly headBytes: number
  readonly segments: number
  /** With the documents that have their needles. */
  readonly segmentBytes: number
}

/** Rows are encoded in lots of this many: a million of them at once would fill the memory. */
const rowsPerLot = 25_000
/** A commit stays under 3.5 MiB. */
const segmentsPerCommit = 8

/**
 * Writes a cache of `count` orders by the project's own encoders, without the orders' own documents: only lists are measured
 * here, and a million documents take far longer to write than the 200 of their segments. `now` (epoch milliseconds) is when
 * its last run was, and the orders are those of the two years before. `stream` says how their rows are declared.
 */
export async function writeCache(
  db: Firestore,
  count: number,
  onProgress: (done: number) => void,
  now = openingMs,
  stream: Stream = orderStream,
): Promise<StoredCache> {
  const written: Pick<EncodedSegment, 'info' | 'needles'>[] = []
  let newest: readonly Row[] = []
  let encoded = 0
  const lots = function* (): Generator<EncodedSegment> {
    let carried: readonly Row[] = []
    let rows: Row[] = []
    for (const row of rowsOf(stream, count, now)) {
      rows.push(row)
      if (rows.length < rowsPerLot) continue
      // The last piece is not full yet, and rows of one moment must not be parted.
      const pieces = splitRows(stream, [...carried, ...rows].sort(compareKeys), true)
      carried = pieces.pop()?.rows ?? []
      rows = []
      yield* encodedSegments(stream, written, pieces, false)
      onProgress((encoded += rowsPerLot))
    }
    newest = [...carried, ...rows].sort(compareKeys)
    yield* encodedSegments(stream, written, splitRows(stream, newest, true), true)
  }
  await writeInLots(db, lots(), segmentsPerCommit, (batch, { info, document }) =>
    batch.set(segmentRef(db, pipeline, info.n), document),
  )
  const infos = written.map(({ info }) => info)
  const { index, ...manifest } = indexed([], infos, written, infos.length)
  await writeInLots(db, index, 1, (batch, change) => putInto(batch, indexWrite(db, pipeline, change)))
  const document = encodeHead(stream, headOver(stream, manifest, newest, count, instantFromMs(now)), pipeline)
  await headRef(db, pipeline).set(document)
  return {
    headBytes: (document.data as Uint8Array).byteLength, // As encodeHead makes it.
    segments: infos.length,
    segmentBytes: infos.reduce((sum, { bytes }) => sum + bytes, bytesOfIndex(index)),
  }
}

function* encodedSegments(
  stream: Stream,
  written: Pick<EncodedSegment, 'info' | 'needles'>[],
  pieces: ReturnType<typeof splitRows>,
  endsAll: boolean,
): Generator<EncodedSegment> {
  for (const [i, piece] of pieces.entries()) {
    const [first] = piece.rows
    const low = { createdAt: first?.createdAt ?? 0, id: first?.id ?? '' }
    const isLast = endsAll && i === pieces.length - 1
    const encoded = encodeSegment(
      declarationOf(stream),
      pipeline,
      { n: written.length, version: 1, low },
      piece,
      isLast,
    )
    // Its rows would fill the memory.
    written.push({ info: encoded.info, needles: encoded.needles })
    yield encoded
  }
}

function headOver(
  stream: Stream,
  manifest: Pick<Head, 'segments' | 'nextSegment'>,
  newest: readonly Row[],
  count: number,
  bound: Instant,
): Head {
  return {
    ...emptyHead(stream),
    cacheVersion: 1,
    bound,
    ...manifest,
    live: count,
    facets: sumOf(
      manifest.segments.map(({ zone }) => zone.facets),
      zoneMapOf(declarationOf(stream), []).facets,
    ),
    ...trimNewest(newest, null),
  }
}

function sumOf(all: readonly FacetCounts[], none: FacetCounts): FacetCounts {
  const sum = structuredClone(none)
  for (const [name, values] of all.flatMap(Object.entries<Record<string, number>>)) {
    const counts = (sum[name] ??= {})
    for (const [value, count] of Object.entries(values)) counts[value] = (counts[value] ?? 0) + count
  }
  return sum
}

/** The rows of the benchmark's orders as the source and the model make them, nearly ascending by key. */
export function* rowsOf(stream: Stream, count: number, now: number): Generator<Row> {
  const parse = orderParser(sourceConfig)
  const random = randomFrom(count)
  const version = instantFromMs(now)
  for (const order of sampleOrdersOf(count, now)) yield rowOfSample(stream, parse, order, version, random)
}

function rowOfSample(
  stream: Stream,
  parse: ReturnType<typeof orderParser>,
  { id, data }: SampleOrder,
  version: Instant,
  random: Random,
): Row {
  const parsed = parse({
    sourceId: id,
    changedAt: null,
    version,
    readTime: version,
    raw: { data, createTime: version },
  })
  if (!parsed.ok) throw new Error(`A sample order cannot be read: ${parsed.reason}`)
  return rowOf(stream, parsed.record, instantFromMs(data.updatedAt + random.next()), hashLike(random))
}

/** Random digits take as much room as a hash, and no time to compute. */
function hashLike(random: Random): string {
  return Array.from({ length: 2 }, () =>
    random
      .integer(0, 2 ** 32 - 1)
      .toString(16)
      .padStart(8, '0'),
  ).join('')
}
