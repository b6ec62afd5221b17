import type { Readable } from 'node:stream'

import type { Query, QueryDocumentSnapshot } from '../../lib/firestore.ts'
import type { Instant } from '../../lib/instant.ts'
import type { SourceUsage } from '../../model/source.ts'
import { momentOfTimestamp, noUsage, queryUsage, sumOf, type OrderCollection } from './documents.ts'
import { reading, sourceErrorOf } from './failures.ts'

/**
 * About so many documents come from one query. Each query costs in proportion to the collection: reading 50,000 documents on
 * the emulator takes 3.2 s in stretches of 2,500, 2.3 s of 5,000, 1.5 s of 25,000, 1.4 s in one. A stretch that is given up
 * is still read, and billed, to its end: readers stop between two.
 */
const documentsPerStretch = 25_000

/** Documents in the order of the query; the last chunk is the only empty one, and shows that there are no more. */
export interface Chunk {
  readonly documents: readonly QueryDocumentSnapshot[]
  readonly readTime: Instant
  readonly usage: SourceUsage
  /** Whether the query that gave it has no more to give. */
  readonly endsStretch: boolean
}

/**
 * Reads all that `ordered` gives, in chunks of `size`; the next one is read when it is asked for. A query gives as many whole
 * chunks as `stretch` documents fill, at least one, so that each chunk shows one moment.
 */
export async function* readInStretches(
  orders: OrderCollection,
  ordered: Query,
  size: number,
  stretch = documentsPerStretch,
): AsyncGenerator<Chunk> {
  const limit = size * Math.max(1, Math.floor(stretch / size))
  let query = ordered
  for (;;) {
    let count = 0
    let spent: SourceUsage = { calls: 1, reads: 0 }
    for await (const documents of streamed(orders, query.limit(limit), size)) {
      const last = documents.at(-1)
      if (last === undefined) continue
      count += documents.length
      query = ordered.startAfter(last)
      yield {
        documents,
        readTime: latestReadTime(documents),
        usage: sumOf(spent, { calls: 0, reads: documents.length }),
        endsStretch: count === limit || documents.length < size,
      }
      spent = noUsage
    }
    if (count === limit) continue
    // A short stretch is no proof of the end: when the client resumes a broken query it counts progress messages as
    // documents. One read more is; and it has a read time of its own, which an empty stream has not.
    const probe = await reading(orders.config.collection, () => query.limit(1).get())
    if (probe.empty) {
      const empty = count === 0 ? queryUsage(0) : noUsage
      yield {
        documents: [],
        readTime: momentOfTimestamp(probe.readTime),
        usage: sumOf(empty, queryUsage(0)),
        endsStretch: true,
      }
      return
    }
  }
}

async function* streamed(orders: OrderCollection, query: Query, size: number): AsyncGenerator<QueryDocumentSnapshot[]> {
  // The SDK declares the oldest interface of a stream; what it makes is a Transform.
  const stream = query.stream() as Readable
  let chunk: QueryDocumentSnapshot[] = []
  try {
    // Destroyed early, the stream would leave the call behind it open for good; `terminate` would wait for it.
    for await (const document of stream.iterator({ destroyOnReturn: false })) {
      chunk.push(document as QueryDocumentSnapshot) // what a query's stream holds
      if (chunk.length < size) continue
      yield chunk
      chunk = []
    }
  } catch (error) {
    throw sourceErrorOf(orders.config.collection, error)
  } finally {
    // Nobody listens any more to what a stretch that is given up may still say.
    stream.on('error', () => {}).resume()
  }
  if (chunk.length > 0) yield chunk
}

function latestReadTime(documents: readonly QueryDocumentSnapshot[]): Instant {
  const latest = documents.map(({ readTime }) => readTime).reduce((a, b) => (b.valueOf() > a.valueOf() ? b : a))
  return momentOfTimestamp(latest)
}
