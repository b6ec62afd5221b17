import { buildDocument, type BuiltDocument } from '../../functions/src/cache/documents.ts'
import { documentRef } from '../../functions/src/cache/paths.ts'
import { instantFromMs } from '../../functions/src/lib/instant.ts'
import { orderParser } from '../../functions/src/sources/firestore/record.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { countedClient } from '../../tools/local/countedClient.ts'
import type { SampleOrder } from '../../tools/samples/orders.ts'
import { openingMs, VirtualClock } from '../lab/clock.ts'
import { connect, freshProject } from '../lab/databases.ts'
import { sampleOrdersOf } from '../lab/shop.ts'
import { timed } from '../lab/timing.ts'
import { openTidemark, pipeline, sourceConfig } from '../tidemark/instance.ts'
import type { Copier, FullCopy } from './fullCopy.ts'

/*
 * A process of its own that copies orders, as an instance does that has nothing else to do, and tells its parent how fast
 * it was. Forked by `fullCopy.ts`, which names the copier, the project and the number of orders.
 */

/** So many documents are built, which is not measured, and then written. */
const documentsPerLot = 5_000
/** The emulator's first writes are slow, whoever makes them. */
const warmUpDocuments = 5_000

/** Copies every order by a full run. Throws where any is missing then. */
async function copyByTidemark(projectId: string, orders: number): Promise<FullCopy> {
  const client = connect(projectId)
  const { db, counts } = countedClient(client)
  const tidemark = openTidemark(db, new VirtualClock(openingMs, 'copying'))
  const { ms } = await timed(() => tidemark.copyEverything())
  const { reads, writes } = counts
  const { total } = await tidemark.listOrders({ limit: 1 })
  await client.terminate()
  if (total !== orders) throw new Error(`The full run copied ${total} of ${orders} orders.`)
  return { documentsPerSecond: orders / (ms / 1000), reads, writes }
}

/**
 * Writes the documents that a full run would write by nothing but Firestore's own `bulkWriter`, unthrottled, into an empty
 * database.
 */
async function copyByBulkWriter(projectId: string, orders: number): Promise<FullCopy> {
  await write(freshProject(), Math.min(orders, warmUpDocuments))
  return { documentsPerSecond: orders / ((await write(projectId, orders)) / 1000), reads: 0, writes: orders }
}

/** How long writing took, in milliseconds. */
async function write(projectId: string, orders: number): Promise<number> {
  const db = connect(projectId)
  const writer = db.bulkWriter({ throttling: false })
  let spentMs = 0
  for (const lot of lotsOf(documentsOf(orders))) {
    const { ms } = await timed(async () => {
      for (const { row, data } of lot) void writer.set(documentRef(db, orderStream.name, row.id), data)
      await writer.flush()
    })
    spentMs += ms
  }
  await writer.close()
  await db.terminate()
  return spentMs
}

function* documentsOf(orders: number): Generator<BuiltDocument> {
  const parse = orderParser(sourceConfig)
  for (const order of sampleOrdersOf(orders)) yield documentOf(parse, order)
}

function documentOf(parse: ReturnType<typeof orderParser>, { id, data }: SampleOrder): BuiltDocument {
  const version = instantFromMs(openingMs)
  const parsed = parse({
    sourceId: id,
    changedAt: null,
    version,
    readTime: version,
    raw: { data, createTime: version },
  })
  if (!parsed.ok) throw new Error(`A sample order cannot be read: ${parsed.reason}`)
  const built = buildDocument({ id: pipeline, stream: orderStream }, parsed.record, parsed.payload, version)
  if (!built.ok) throw new Error(`A sample order cannot be stored: ${built.reason}`)
  return built.document
}

function* lotsOf<T>(items: Iterable<T>): Generator<T[]> {
  let lot: T[] = []
  for (const item of items) {
    lot.push(item)
    if (lot.length < documentsPerLot) continue
    yield lot
    lot = []
  }
  if (lot.length > 0) yield lot
}

const copiers: Readonly<Record<Copier, typeof copyByTidemark>> = {
  tidemark: copyByTidemark,
  bulkWriter: copyByBulkWriter,
}
const [copier = '', projectId = '', orders = ''] = process.argv.slice(2)
process.send?.(await copiers[copier as Copier](projectId, Number(orders))) // The parent names one of them.
process.disconnect()
