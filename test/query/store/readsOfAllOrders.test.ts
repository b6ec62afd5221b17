import { expect, it } from 'vitest'

import { applyChanges } from '../../../functions/src/cache/changes.ts'
import { fold } from '../../../functions/src/cache/fold.ts'
import { emptyHead } from '../../../functions/src/engine/encoding/head.ts'
import { listOrders } from '../../../functions/src/engine/orders/listOrders.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { sampleOrders } from '../../../tools/samples/orders.ts'
import { MemoryStore } from '../memoryReader.ts'
import { type OrderRow as Row, row } from '../rows.ts'

const count = 314_000

/** The list rows of a sample shop's orders. */
function sampleRows(): Row[] {
  return Array.from(sampleOrders({ seed: 3, count, now: Date.UTC(2026, 0, 1) }), ({ id, data }) =>
    row({
      id: `firestore:${id}`,
      orderNumber: data.orderId,
      status: data.status === 'SHIPPED' ? 'shipped' : 'completed',
      sourceStatus: data.status,
      currency: data.currency,
      total: Math.round(data.totalAmount * 100),
      subtotal: Math.round(data.subtotal * 100),
      tax: Math.round(data.tax * 100),
      shipping: Math.round(data.shipping * 100),
      discount: Math.round(data.discount * 100),
      customerId: data.customer.id,
      customerName: data.customer.name,
      customerEmail: data.customer.email,
      customerPhone: data.customer.phone,
      itemCount: data.items.length,
      createdAt: data.timestamp,
      updatedAt: data.updatedAt,
      version: String(data.updatedAt * 1_000_000),
      skus: data.items.map(({ sku }) => sku).join('\n'),
      productNames: data.items.map(({ name }) => name).join('\n'),
      hash: data.timestamp.toString(16).padStart(16, '0'),
    }),
  )
}

it('all rows of 314,000 orders are at most 100 reads, and their first page is one', async () => {
  const store = new MemoryStore()
  const [cache] = store.caches
  if (cache === undefined) throw new Error('The store has a cache.')
  const head = applyChanges(
    orderStream,
    emptyHead(orderStream),
    sampleRows().map((after) => ({ before: null, after })),
  )
  const plan = { indexes: [-1], entries: [...head.pending.values()] }
  const folded = fold(orderStream, cache.pipeline, head, plan, new Map(), 0)
  cache.head = folded.head
  for (const { info, document } of folded.written) cache.documents.set(info.n, document)
  store.publish()
  const reader = store.reader()
  const first = await listOrders(reader, { facets: true, limit: 200 }, store.clock)
  expect(first).toMatchObject({ total: count, meta: { firestoreReads: 1, segmentsRead: 0 } })
  const all = await listOrders(reader, { filter: { search: 'firestore:' } }, store.clock)
  expect(all.total).toBe(count)
  expect(all.meta.segmentsRead).toBeGreaterThan(50)
  expect(all.meta.firestoreReads).toBeLessThanOrEqual(100)
  const again = await listOrders(reader, { sort: { field: 'customer', direction: 'asc' } }, store.clock)
  expect(again.meta).toMatchObject({ firestoreReads: 1, segmentsRead: 0 })
}, 120_000)
