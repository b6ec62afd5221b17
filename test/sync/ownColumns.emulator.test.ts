import { describe, expect, it } from 'vitest'

import type { Filter, ListOrdersResponse, Sort } from '../../functions/src/contract/api.ts'
import type { Order } from '../../functions/src/contract/order.ts'
import { listOrders } from '../../functions/src/engine/orders/listOrders.ts'
import { InvalidInputError } from '../../functions/src/lib/errors.ts'
import type { Stream } from '../../functions/src/model/stream.ts'
import { getOrder } from '../../functions/src/query/orders/getOrder.ts'
import { CacheReader } from '../../functions/src/query/store/reader.ts'
import type { OrderSettings } from '../../functions/src/sources/firestore/settings.ts'
import { withOwnColumns } from '../../functions/src/streams/orders/ownColumns.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { openAlerts } from '../harness/alerts.ts'
import { ordersAs } from '../harness/orderSettings.ts'
import { eager } from '../harness/reader.ts'
import { pipeline, Shop, type ShopOptions, type Worker } from '../harness/shop.ts'

/* Orders with columns that the shop declares, from their documents to the lists, and a declaration that changes. */

const columns = [
  { name: 'note', path: ['note', 'meta.note'], kind: 'text' as const, search: true },
  { name: 'channel', path: 'channel', kind: 'category' as const, facet: true },
  { name: 'tip', path: 'tip', kind: 'money' as const },
  { name: 'dueAt', path: 'dueAt', kind: 'time' as const, sort: true },
  { name: 'gift', path: 'gift', kind: 'flag' as const },
]
const boxes = { name: 'boxes', path: { path: 'boxes', default: 1 }, kind: 'integer' as const }
const declared = ordersAs({ columns })
const declaredAnew = ordersAs({ columns: [...columns, boxes] })

function streamOf(settings: OrderSettings): Stream<Order> {
  return withOwnColumns(orderStream, settings.columns) as Stream<Order> // It adds columns, and its records stay orders.
}

const optionsOf = (orders: OrderSettings): ShopOptions => ({
  source: { changedAtField: 'updatedAt', orders },
  stream: streamOf(orders),
})

async function filledShop(): Promise<{ shop: Shop; worker: Worker }> {
  const shop = new Shop(optionsOf(declared))
  await shop.put('a', {
    note: 'Ring twice',
    channel: 'web',
    tip: 1.5,
    dueAt: '2026-12-24T18:00:00+01:00',
    gift: 'true',
    boxes: 3,
  })
  await shop.put('b', { meta: { note: 'At the door' }, channel: 'shop', tip: 'much', gift: false })
  await shop.put('c', {})
  shop.pass(900_000)
  const worker = shop.worker()
  await shop.fullRun()
  return { shop, worker }
}

function list(shop: Shop, orders: OrderSettings, filter: Filter, sort?: Sort): Promise<ListOrdersResponse> {
  const { clock } = shop.worker().context
  const reader = new CacheReader(shop.db, streamOf(orders), [pipeline], eager, clock)
  return listOrders(reader, { filter, facets: true, ...(sort && { sort }) }, clock)
}

const idsOf = ({ orders }: ListOrdersResponse): string[] => orders.map(({ sourceId }) => sourceId).sort()

describe('own columns of orders', () => {
  it('come from the documents into rows, filters, facets, searches and the whole order', async () => {
    const { shop } = await filledShop()
    const all = await list(shop, declared, {})
    const extraOf = (id: string): unknown => all.orders.find(({ sourceId }) => sourceId === id)?.extra
    expect(extraOf('a')).toEqual({
      note: 'Ring twice',
      channel: 'web',
      tip: 150,
      dueAt: '2026-12-24T17:00:00.000Z',
      gift: true,
    })
    // What cannot be read is null, never a guess.
    expect(extraOf('b')).toEqual({ note: 'At the door', channel: 'shop', tip: null, dueAt: null, gift: false })
    expect(extraOf('c')).toEqual({ note: null, channel: null, tip: null, dueAt: null, gift: false })
    expect(all.facets?.extra).toEqual({ channel: { web: 1, shop: 1 } })
    expect(idsOf(await list(shop, declared, { extra: { tip: { min: 150 } } }))).toEqual(['a'])
    expect(idsOf(await list(shop, declared, { search: 'at the DOOR' }))).toEqual(['b'])
    const { clock } = shop.worker().context
    const reader = new CacheReader(shop.db, streamOf(declared), [pipeline], eager, clock)
    expect((await getOrder(shop.db, reader, 'firestore:a')).extra).toMatchObject({ note: 'Ring twice', tip: 150 })
  })

  it('change with their documents', async () => {
    const { shop, worker } = await filledShop()
    await shop.put('c', { channel: 'web', note: 'Leave it' })
    await worker.sync()
    expect(idsOf(await list(shop, declared, { extra: { channel: { in: ['web'] } } }))).toEqual(['a', 'c'])
    expect((await list(shop, declared, { search: 'leave it' })).total).toBe(1)
  })

  it('that are declared anew start a full run by themselves, and until it has ended a filter by them is refused', async () => {
    const { shop } = await filledShop()
    const filter = { extra: { boxes: { min: 1 } } }
    const deployed = shop.worker({}, optionsOf(declaredAnew))
    await expect(list(shop, declaredAnew, filter)).rejects.toThrow(InvalidInputError)
    expect((await list(shop, declaredAnew, { extra: { channel: { in: ['web'] } } })).total).toBe(1)
    const runs = await deployed.sync()
    expect(runs.map(({ mode }) => mode)).toContain('full')
    expect(await openAlerts(shop.db)).toMatchObject({ 'changed-columns': expect.any(String) as string })
    await shop.drain(deployed)
    // An amount that is none stays told.
    expect(await openAlerts(shop.db)).toEqual({ 'unread-parts': expect.stringContaining('"tip"') as string })
    expect((await list(shop, declaredAnew, filter)).total).toBe(3)
    expect(idsOf(await list(shop, declaredAnew, { extra: { boxes: { min: 2 } } }))).toEqual(['a'])
  })
})
