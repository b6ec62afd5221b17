import { describe, expect, it } from 'vitest'

import type { Order } from '../../functions/src/contract/order.ts'
import type { ListRecordsResponse, RecordFilter } from '../../functions/src/contract/records.ts'
import { listRecords } from '../../functions/src/engine/records/listRecords.ts'
import { InvalidInputError } from '../../functions/src/lib/errors.ts'
import { defineStream, type Stream } from '../../functions/src/model/stream.ts'
import { CacheReader } from '../../functions/src/query/store/reader.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { openAlerts } from '../harness/alerts.ts'
import { eager } from '../harness/reader.ts'
import { ids, pipeline, Shop } from '../harness/shop.ts'

/* The columns of a stream are declared anew, and the next deployment has to go on with the cache of the one before. */

/** What `npm run test:long` copies; `npm test` has less time. */
const count = process.env.TIDEMARK_HISTORIES === 'long' ? 54_000 : 3_000
const cities = ['Bern', 'Oslo', 'Lima']

/** With a new facet, without the tax, and with the item count as an integer. */
const declaredAnew: Stream<Order> = defineStream<Order>({
  ...orderStream,
  columns: [
    ...orderStream.columns
      .filter(({ name }) => name !== 'tax')
      .map((column) =>
        column.name === 'itemCount' ? { ...column, kind: 'integer' as const, range: true as const } : column,
      ),
    {
      name: 'city',
      kind: 'category',
      label: 'City',
      facet: true,
      sort: true,
      of: ({ shippingAddress }) => (typeof shippingAddress?.city === 'string' ? shippingAddress.city : null),
    },
  ],
})

function list(shop: Shop, filter: RecordFilter, sort?: string): Promise<ListRecordsResponse> {
  const { clock } = shop.worker().context
  const reader = new CacheReader(shop.db, declaredAnew, [pipeline], eager, clock)
  const order = sort === undefined ? {} : { sort: { field: sort, direction: 'asc' as const } }
  return listRecords(reader, { filter, facets: true, limit: 10, ...order }, clock)
}

async function filledShop(): Promise<Shop> {
  const shop = new Shop({ settings: { pageSize: 480 } })
  await shop.putMany(ids(count), (_id, i) => ({
    shippingAddress: { city: cities[i % cities.length] },
    items: [{ name: 'Mug', quantity: i % 4, price: 1 }],
    status: i % 2 === 0 ? 'SHIPPED' : 'PENDING',
  }))
  // What was written before is in no later run's lookback.
  shop.pass(900_000)
  await shop.fullRun()
  return shop
}

describe('columns that were declared anew', () => {
  it('start a full run by themselves, which prepares them; until then the others answer, and these are refused', async () => {
    const shop = await filledShop()
    const half = count / 2
    // A change that is in the head and in no segment, and one that comes after the deployment.
    await shop.put('o000001', { status: 'SHIPPED', shippingAddress: { city: 'Bern' } })
    await shop.worker().sync()
    await shop.put('o000003', { status: 'SHIPPED', shippingAddress: { city: 'Bern' } })
    const deployed = (): ReturnType<Shop['worker']> =>
      shop.worker({}, { stream: declaredAnew, settings: { pageSize: 480 } })

    const before = await list(shop, { status: { in: ['shipped'] } })
    expect(before.total).toBe(half + 1)
    expect(Object.keys(before.facets ?? {})).toEqual(['source', 'status', 'currency'])
    for (const filter of [{ city: { in: ['Bern'] } }, { itemCount: { min: 1 } }])
      await expect(list(shop, filter)).rejects.toThrow(InvalidInputError)
    await expect(list(shop, {}, 'city')).rejects.toThrow('goes by the column city, which is new or has changed')

    const runs = await deployed().sync()
    expect(runs.map(({ mode, status }) => [mode, status])).toEqual([
      ['incremental', 'succeeded'],
      ['full', 'running'],
    ])
    expect(await openAlerts(shop.db)).toMatchObject({
      'changed-columns': expect.stringContaining('declared anew') as string,
    })
    const meanwhile = await list(shop, { status: { in: ['shipped'] } })
    expect(meanwhile).toMatchObject({ total: half + 2, facets: { status: { shipped: half + 2 } } })
    await expect(list(shop, { city: { in: ['Bern'] } })).rejects.toThrow(InvalidInputError)

    const worker = deployed()
    await shop.drain(worker)
    expect(await openAlerts(shop.db)).toEqual({})
    // Every document once for its row, and once by the enumeration; none is written.
    expect(worker.counts.writes).toBeLessThan(count / 10)
    const ofCity = await list(shop, { city: { in: ['Bern'] } }, 'city')
    expect(ofCity.total).toBe(count / 3 + 1)
    expect(ofCity.records[0]).toMatchObject({ city: 'Bern' })
    expect(ofCity.records[0]).not.toHaveProperty('tax')
    expect(ofCity.facets?.city).toEqual({ Bern: count / 3 + 1, Lima: count / 3, Oslo: count / 3 - 1 })
    expect((await list(shop, { itemCount: { min: 3, max: 3 } })).total).toBe(count / 4 - 1)
    // It is done once.
    expect((await deployed().sync()).map(({ mode }) => mode)).toEqual(['incremental'])
  }, 400_000)
})

describe('a declaration that does not hold together', () => {
  const column = { name: 'x', kind: 'text', label: 'X', of: () => null } as const
  it.each([
    ['a name that every row has', [{ ...column, name: 'id' }], 'id is taken'],
    ['a name that every object has', [{ ...column, name: 'constructor' }], 'constructor is taken'],
    ['a name that is none', [{ ...column, name: 'a b' }], 'is no name of a column'],
    ['a name twice', [column, column], 'is declared twice'],
    ['a facet of texts', [{ ...column, facet: true }], 'is no category'],
    ['a range of texts', [{ ...column, range: true }], 'has no range'],
    ['a search in numbers', [{ ...column, kind: 'number', search: 'text' }], 'cannot be searched'],
    ['money without a currency', [{ ...column, kind: 'integer', money: { currency: 'y' } }], 'names its currency'],
  ] as const)('is refused: %s', (_what, columns, message) => {
    expect(() => defineStream({ ...orderStream, columns: [...columns] })).toThrow(message)
  })
})
