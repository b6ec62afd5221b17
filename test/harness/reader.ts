import type { Clock } from '../../functions/src/lib/clock.ts'
import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { CacheReader, type ReaderSettings } from '../../functions/src/query/store/reader.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { pipeline } from './shop.ts'

/** Asks for the head with every request, so that each sees what was committed before it, and keeps what it loads. */
export const eager: ReaderSettings = { headTtlMs: 0, memoryBytes: 400_000_000, rowLimit: 2_000_000 }

/** A reader of the shop's pipeline that has read nothing yet. */
export function readerOn(db: Firestore, clock: Clock, settings: Partial<ReaderSettings> = {}): CacheReader {
  return new CacheReader(db, orderStream, [pipeline], { ...eager, ...settings }, clock)
}
