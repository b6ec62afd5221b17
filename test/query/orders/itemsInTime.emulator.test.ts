import { expect, it } from 'vitest'

import { exportOrders } from '../../../functions/src/query/orders/exportOrders.ts'
import { EncodingError } from '../../../functions/src/lib/errors.ts'
import { documentRef } from '../../../functions/src/cache/paths.ts'
import { readerOn } from '../../harness/reader.ts'
import { ids, Shop } from '../../harness/shop.ts'

/* A file of items is of one moment: that of the list which names the orders. */

async function filledShop(): Promise<Shop> {
  const shop = new Shop()
  await shop.putMany(ids(250), (id) => ({ items: [{ sku: id, name: 'Tea', quantity: 1, price: 1 }] }))
  await shop.fullRun()
  return shop
}

async function itemsOf(shop: Shop, reader = readerOn(shop.db, shop.worker().context.clock)): Promise<string> {
  const request = { format: 'ndjson' as const, rows: 'items' as const, columns: ['itemSku'] }
  const pieces = await Array.fromAsync(exportOrders(shop.db, reader, request, 'UTC'))
  return pieces.join('')
}

it('has the items of orders that were deleted behind the list', async () => {
  const shop = await filledShop()
  const reader = readerOn(shop.db, shop.worker().context.clock, { headTtlMs: 600_000 })
  await reader.viewInTime()
  for (const id of ids(250)) await documentRef(shop.db, 'orders', `firestore:${id}`).delete()
  const skus = (await itemsOf(shop, reader)).split('\n')
  expect(skus.toSorted()).toEqual(['', ...ids(250).map((id) => JSON.stringify({ itemSku: id }))].toSorted())
})

it.each(['deleted', 'without items', 'with items that are none'])(
  'is refused with what to do where an order of the list is %s',
  async (damage) => {
    const shop = await filledShop()
    const ref = documentRef(shop.db, 'orders', `firestore:${ids(250)[120]}`)
    if (damage === 'deleted') await ref.delete()
    else await ref.update({ lineItems: damage === 'without items' ? null : [{ name: 1 }] })
    const reading = itemsOf(shop)
    await expect(reading).rejects.toThrow(EncodingError)
    await expect(reading).rejects.toThrow(/cannot be read\. Start a full resync/)
  },
)
