import type { Readable } from 'node:stream'

import type { Query, QueryDocumentSnapshot } from '../../lib/firestore/firestore.ts'
import { sizeOf } from '../../lib/firestore/firestoreValues.ts'
import { portionLimits } from '../../lib/firestore/portions.ts'
import { msOf, type Instant } from '../../lib/instant.ts'
import type { SourceUsage } from '../../model/source.ts'
import { momentOfTimestamp, queryUsage } from '../../lib/firestore/usage.ts'
import { noUsage, sumOf } from './documents.ts'
import { reading, sourceErrorOf } from '../../lib/firestore/reading.ts'

/**
 * The number of documents that one query gives. Each query costs in proportion to the collection on the emulator: reading 314,000 takes 73
 * s in queries of 25,000, 41 s of 100,000, 23 s in one (on a busy machine). A stretch that is given up is still read, and billed, to its
 * end: readers stop between two. So a stretch must not take longer than lies between a run's deadline and its function's, 300 s: the first
 * two are short enough for 170 documents a second, the others take `ms` at the pace of the one before, and are limited, for a stretch where
 * more is written goes slower.
 */
const stretches = { first: 50_000, ms: 120_000, most: 250_000 }

/** Documents in the order of the query; the last chunk is the only empty one, and shows that there are no more. */
export interface Chunk {
  readonly documents: readonly QueryDocumentSnapshot[]
  readonly readTime: Instant
  readonly usage: SourceUsage
  /** True where the chunk holds as many as it may, so that more may follow. */
  readonly isFull: boolean
  /** True where the query that gave the chunk has no more to give. */
  readonly endsStretch: boolean
}

/**
 * Reads all that `ordered` gives of a collection, whose path stands in errors, in chunks of `size`, or fewer where documents are large; the next one is read when it is asked for. A query gives as many
 * chunks as a stretch holds, at least one, so that each chunk shows one moment; the first holds `first` documents.
 */
export async function* readInStretches(
  collection: string,
  ordered: Query,
  size: number,
  first = stretches.first,
): AsyncGenerator<Chunk> {
  let query = ordered
  let length = first
  let before: Stretch | null = null
  for (;;) {
    const limit = size * Math.max(1, Math.floor(length / size))
    let [count, start]: [number, Instant | null] = [0, null]
    let spent: SourceUsage = { calls: 1, reads: 0 }
    for await (const { documents, isFull } of streamed(collection, query.limit(limit), size)) {
      const last = documents.at(-1)
      if (last === undefined) continue
      const readTime = latestReadTime(documents)
      start ??= readTime
      count += documents.length
      query = ordered.startAfter(last)
      yield {
        documents,
        readTime,
        usage: sumOf(spent, { calls: 0, reads: documents.length }),
        isFull: isFull || count === limit,
        endsStretch: count === limit || !isFull,
      }
      spent = noUsage
    }
    if (count === limit && start !== null) {
      const stretch: Stretch = { start, count }
      if (before !== null) length = lengthAfter(before, start)
      before = stretch
      continue
    }
    // A short stretch is no proof of the end: when the client resumes a broken query it counts progress messages as
    // documents. One read more is; and it has a read time of its own, which an empty stream has not.
    const probe = await reading(collection, () => query.limit(1).get())
    if (probe.empty) {
      const empty = count === 0 ? queryUsage(0) : noUsage
      yield {
        documents: [],
        readTime: momentOfTimestamp(probe.readTime),
        usage: sumOf(empty, queryUsage(0)),
        isFull: false,
        endsStretch: true,
      }
      return
    }
  }
}

/** A query that gave all it was asked for, and the moment that it showed. */
interface Stretch {
  readonly start: Instant
  readonly count: number
}

/** The number of documents that take `stretches.ms` at the pace of a stretch that was over when the next one began, at `end`. */
function lengthAfter({ start, count }: Stretch, end: Instant): number {
  const tookMs = Math.max(1, msOf(end) - msOf(start))
  return Math.min(stretches.most, Math.floor((count * stretches.ms) / tookMs))
}

async function* streamed(
  collection: string,
  query: Query,
  size: number,
): AsyncGenerator<Pick<Chunk, 'documents' | 'isFull'>> {
  // The SDK declares the oldest interface of a stream; what it makes is a Transform.
  const stream = query.stream() as Readable
  let chunk: QueryDocumentSnapshot[] = []
  let bytes = 0
  try {
    // Destroyed early, the stream would leave the call behind it open for good; `terminate` would wait for it.
    for await (const item of stream.iterator({ destroyOnReturn: false })) {
      const document = item as QueryDocumentSnapshot // what a query's stream holds
      chunk.push(document)
      bytes += sizeOf(document.data())
      if (chunk.length < size && bytes < portionLimits.bytes) continue
      yield { documents: chunk, isFull: true }
      ;[chunk, bytes] = [[], 0]
    }
  } catch (error) {
    throw sourceErrorOf(collection, error)
  } finally {
    // Nobody listens any more to what a stretch that is given up may still say.
    stream.on('error', () => {}).resume()
  }
  if (chunk.length > 0) yield { documents: chunk, isFull: false }
}

function latestReadTime(documents: readonly QueryDocumentSnapshot[]): Instant {
  const latest = documents.map(({ readTime }) => readTime).reduce((a, b) => (b.valueOf() > a.valueOf() ? b : a))
  return momentOfTimestamp(latest)
}
