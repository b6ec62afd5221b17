import { encodeHead } from '../../functions/src/cache/head.ts'
import { headRef, segmentRef } from '../../functions/src/cache/paths.ts'
import { segmentLimits } from '../../functions/src/cache/segments.ts'
import type { ListOrdersRequest, ListOrdersResponse } from '../../functions/src/contract/api.ts'
import type { SourceName } from '../../functions/src/contract/order.ts'
import { listOrders } from '../../functions/src/engine/orders/listOrders.ts'
import type { Row } from '../../functions/src/model/row.ts'
import type { Stream } from '../../functions/src/model/stream.ts'
import { CacheReader, type ReaderSettings } from '../../functions/src/query/store/reader.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { MemoryCache } from '../cache/memoryCache.ts'
import { eager } from '../harness/reader.ts'
import { MemoryFirestore } from './memoryFirestore.ts'

/** A clock that only a test moves. */
export class StillClock {
  nowMs = 0
  now(): number {
    return this.nowMs
  }
  serverTime<T>(readTime: T): T {
    return readTime
  }
}

/** A published document: the content that it was made of, by which a change shows, and its fields. */
interface Published {
  readonly content: unknown
  readonly fields: () => Record<string, unknown>
}

/**
 * Caches of some sources, written and folded by the project's own code, and real readers of their documents. What is
 * written is seen from `publish` on; what was published before can still be read at its own moment.
 */
export class MemoryStore {
  readonly database = new MemoryFirestore()
  readonly clock = new StillClock()
  readonly stream: Stream
  readonly caches: readonly MemoryCache[]
  #published: ReadonlyMap<string, Published> = new Map()

  constructor(sources: readonly SourceName[] = ['firestore'], stream: Stream = orderStream) {
    this.stream = stream
    this.caches = sources.map((source) => new MemoryCache(`${source}.orders`, stream))
  }

  /** Takes in rows and tombstones, each of another order and of a source that the store has. */
  write(rows: readonly Row[], knows?: Parameters<MemoryCache['write']>[1]): void {
    for (const cache of this.caches) {
      const own = rows.filter(({ source }) => cache.pipeline === `${source}.orders`)
      if (own.length > 0) cache.write(own, knows)
    }
  }

  /** Folds the pending changes of chosen orders into segments of at most `segmentRows` rows. */
  fold(segmentRows: number, isChosen: (id: string) => boolean = () => true): void {
    const { rows } = segmentLimits
    segmentLimits.rows = segmentRows
    try {
      for (const cache of this.caches) cache.foldSome(isChosen)
    } finally {
      segmentLimits.rows = rows
    }
  }

  /** Leaves no more than `count` rows in each head's list of the newest. */
  keepNewest(count: number): void {
    for (const cache of this.caches) cache.keepNewest(count)
  }

  /** Makes all that was written since visible at once. */
  publish(): void {
    const present = new Map(this.caches.flatMap((cache) => this.#documentsOf(cache)))
    const changed = [...present].filter(([path, { content }]) => this.#published.get(path)?.content !== content)
    const removed = [...this.#published.keys()].filter((path) => !present.has(path))
    this.database.commit([
      ...changed.map(([path, { fields }]) => [path, fields()] as const),
      ...removed.map((path) => [path, undefined] as const),
    ])
    this.#published = present
  }

  #documentsOf({ pipeline, head, documents }: MemoryCache): [string, Published][] {
    const { client } = this.database
    // A pipeline that never had an order has no head.
    const heads =
      head.cacheVersion === 0 ? [] : [{ content: head, fields: () => encodeHead(this.stream, head, pipeline) }]
    return [
      ...heads.map((published): [string, Published] => [headRef(client, pipeline).path, published]),
      ...[...documents].map(([n, fields]): [string, Published] => [
        segmentRef(client, pipeline, n).path,
        { content: fields, fields: () => fields },
      ]),
    ]
  }

  /** The live rows of all caches. */
  rows(): Row[] {
    return this.caches.flatMap((cache) => cache.liveRows())
  }

  /** A reader for which the stream may have been declared anew. */
  reader(settings: Partial<ReaderSettings> = {}, stream: Stream = this.stream): CacheReader {
    const pipelines = this.caches.map(({ pipeline }) => pipeline)
    return new CacheReader(this.database.client, stream, pipelines, { ...eager, ...settings }, this.clock)
  }
}

/** A store that shows `rows`, all of them in segments of `segmentRows` rows and none in the heads' newest. */
export function storeOf(rows: readonly Row[], segmentRows = 5_000): MemoryStore {
  const sources = new Set(rows.map(({ source }) => source as SourceName))
  const store = new MemoryStore(rows.length === 0 ? undefined : [...sources])
  store.write(rows)
  store.fold(segmentRows)
  store.keepNewest(0)
  store.publish()
  return store
}

/** The answer to a request for `rows` by a reader that has read nothing yet. */
export async function listOf(
  rows: readonly Row[],
  request: ListOrdersRequest,
  segmentRows?: number,
): Promise<ListOrdersResponse> {
  const store = storeOf(rows, segmentRows)
  return listOrders(store.reader(), request, store.clock)
}
