import { overlay } from '../../functions/src/cache/changes.ts'
import { parseDocument, rowOfDocument } from '../../functions/src/cache/documents.ts'
import { readHead } from '../../functions/src/cache/head.ts'
import { cacheOf } from '../../functions/src/cache/paths.ts'
import { PipelineCache } from '../../functions/src/cache/pipelineCache.ts'
import { orderSchema } from '../../functions/src/contract/order.ts'
import type { Firestore, QueryDocumentSnapshot } from '../../functions/src/lib/firestore/firestore.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import { systemClock } from '../../functions/src/lib/systemClock.ts'
import type { Row } from '../../functions/src/model/row.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { CacheCheck, type CacheFaults } from './cacheCheck.ts'

/** Reads every order of a pipeline's cache, in both views, and holds it against the states that the vendor has. */
export async function checkCache(
  db: Firestore,
  pipeline: string,
  states: ReadonlyMap<string, string>,
): Promise<CacheFaults> {
  const check = new CacheCheck(states, await listedRows(db, pipeline))
  // All but the payloads, which are most of their bytes.
  const fields = [...Object.keys(orderSchema.shape), 'sync']
  const documents = db.collection(cacheOf(pipeline).documents).select(...fields)
  for await (const snapshot of documents.stream()) {
    const document = snapshot as unknown as QueryDocumentSnapshot // The client types its streams as of anything.
    const { record } = parseDocument(orderStream, document)
    check.add({ row: rowOfDocument(orderStream, document), record })
  }
  return check.end()
}

/** The live rows of the lists, from the segments and the head. */
async function listedRows(db: Firestore, pipeline: string): Promise<Row[]> {
  const meter = new Meter()
  const { head } = await readHead(db, orderStream, pipeline, meter)
  const cache = new PipelineCache(pipeline, orderStream, {
    db,
    meter,
    clock: systemClock,
    version: () => head.cacheVersion,
  })
  const segments = await cache.loadRows(head.segments)
  return overlay([...segments.values()].flat(), head.pending)
}
