import { describe, expect, it } from 'vitest'

import type { PipelineStatus } from '../../../functions/src/contract/sync.ts'
import { Meter } from '../../../functions/src/lib/meter.ts'
import { pipelineStatus } from '../../../functions/src/sync/status.ts'
import { ids, Shop, type ShopOptions, type ShopOrder } from '../../harness/shop.ts'
import { ordersAs } from '../../harness/orderSettings.ts'

/* What a shop set or writes wrongly is seen (invariant 14): by an alert with counts and the setting, and by the health. */

function statusOf(shop: Shop, options?: ShopOptions): Promise<PipelineStatus> {
  return pipelineStatus(shop.worker({}, options).context, { everyMinutes: 15, isAdaptive: false }, new Meter())
}

/** The messages of the open alerts, by kind. */
async function alerts(shop: Shop): Promise<Record<string, string>> {
  const { docs } = await shop.db.collection('sync_alerts').where('closedAt', '==', null).get()
  return Object.fromEntries(docs.map((alert) => [String(alert.get('kind')), String(alert.get('message'))]))
}

/** Orders whose change times are texts; the harness writes timestamps. */
function stamped(texts: readonly string[]): (id: string, i: number) => Partial<ShopOrder> {
  // A shop may write anything.
  return (_id, i) => ({ updatedAt: texts[i % texts.length] as unknown as ShopOrder['updatedAt'] })
}

const withFeed: ShopOptions = { source: { changeFeed: true } }

describe('records', () => {
  it('none of which can be read leave no health ok, and are told with counts and the setting', async () => {
    const shop = new Shop()
    await shop.putMany(ids(15), () => ({ status: null as unknown as string }))
    await shop.fullRun()
    expect(await statusOf(shop)).toMatchObject({ count: 0, health: 'failing' })
    const told = await alerts(shop)
    expect(told.quarantine).toMatch(/^15 of 15 records .*status: is missing \(15\).*orders\.fields/)
    expect(told['absent-fields']).toMatch(/^None of 15 orders .*"status" \(orders\.fields/)

    await shop.putMany(ids(15))
    await shop.fullRun()
    expect(await statusOf(shop)).toMatchObject({ count: 15, health: 'ok', problems: [] })
    expect(await alerts(shop)).toEqual({})
  })

  it('a few of which cannot be read are told, and the health says so', async () => {
    const shop = new Shop()
    await shop.putMany(ids(10), (_id, i) => (i === 0 ? { totalAmount: 'ten' as unknown as number } : {}))
    await shop.fullRun()
    expect(await statusOf(shop)).toMatchObject({ count: 9, health: 'stale', problems: ['quarantine'] })
  })
})

describe('parts that cannot be read', () => {
  it('are told by the run that finds them, counted by the next full run, and no more once they are written well', async () => {
    const shop = new Shop()
    await shop.putMany(ids(5))
    await shop.fullRun()
    const odd: object = { items: 5, tax: '1,234' }
    await shop.putMany(ids(2), () => odd)
    await shop.worker().sync()
    expect((await alerts(shop))['unread-parts']).toMatch(
      /"items" is a number: set orders\.fields\.items \(2 of \d records\)/,
    )
    expect(await statusOf(shop)).toMatchObject({ count: 5, health: 'stale', problems: ['unread-parts'] })
    await shop.fullRun()
    expect((await alerts(shop))['unread-parts']).toMatch(
      /"tax" has a separator .*orders\.money\.decimal.* \(2 of 5 orders\)/,
    )

    await shop.putMany(ids(2))
    await shop.fullRun()
    expect(await alerts(shop)).toEqual({})
  })
})

describe('a collection that is empty', () => {
  it('is told with the setting, until the first order comes', async () => {
    const shop = new Shop()
    await shop.fullRun()
    expect((await alerts(shop))['empty-source']).toMatch(/"orders" holds no orders.*ORDERS_COLLECTION/)
    expect(await statusOf(shop)).toMatchObject({ count: 0, health: 'stale', problems: ['empty-source'] })
    await shop.worker().sync()
    expect(await alerts(shop)).toHaveProperty('empty-source')
    await shop.put('a')
    await shop.worker().sync()
    expect(await alerts(shop)).toEqual({})
    expect(await statusOf(shop)).toMatchObject({ count: 1, health: 'ok', findsUpdates: true })
  })
})

const fields = 'orders.fields in functions/tidemark.json'

describe('a field that no record has', () => {
  it.each([
    ['ORDERS_CHANGED_AT_FIELD', 'updatedAtt', { changedAtField: 'updatedAtt' }],
    ['ORDERS_CREATED_AT_FIELD', 'timestampp', { createdAtField: 'timestampp' }],
    [fields, 'curr', { orders: ordersAs({ fields: { currency: 'curr' } }) }],
    [fields, 'items[].stockCode', { orders: ordersAs({ fields: { 'items.sku': 'stockCode' } }) }],
  ] as const)('is told by %s, and no more once it is corrected', async (setting, path, source) => {
    const shop = new Shop()
    await shop.putMany(ids(15), () => ({ items: [{ name: 'Mug' }] }))
    await shop.fullRun(shop.worker({}, { source }))
    expect((await alerts(shop))['absent-fields']).toContain(`None of 15 orders in "orders" has "${path}" (${setting})`)
    expect((await statusOf(shop, { source })).health).not.toBe('ok')
    // A run that sees a part does not know.
    await shop.worker().sync()
    expect(await alerts(shop)).toHaveProperty('absent-fields')
    await shop.fullRun()
    expect(await alerts(shop)).toEqual({})
    expect(await statusOf(shop)).toMatchObject({ health: 'ok', findsUpdates: true })
  })

  it('finds no updates where it is the change time, and the next full run is due in a day', async () => {
    const options = { source: { changedAtField: 'updatedAtt' }, settings: { fullRunEveryMs: null } }
    const shop = new Shop(options)
    await shop.putMany(ids(3))
    await shop.fullRun()
    expect(await statusOf(shop, options)).toMatchObject({ findsUpdates: false, health: 'failing' })
    shop.pass(25 * 3_600_000)
    expect((await shop.worker().sync()).map(({ mode }) => mode)).toEqual(['incremental', 'full'])
  })
})

describe('change times that stand in no order', () => {
  const offsets = stamped(['2026-01-01T10:00:00+05:30', '2026-01-02T10:00:00+05:30'])
  const options = { settings: { fullRunEveryMs: null } }

  it('find no updates without a feed: the health says so, and a full run comes each day', async () => {
    const shop = new Shop(options)
    await shop.putMany(ids(4), offsets)
    await shop.fullRun()
    expect(await statusOf(shop)).toMatchObject({ count: 4, findsUpdates: false, health: 'failing' })
    expect(Object.keys(await alerts(shop))).toEqual(['unreadable-change-times'])
    expect((await alerts(shop))['unreadable-change-times']).toContain('by full runs only')
    await shop.worker().sync()
    expect(await statusOf(shop)).toMatchObject({ findsUpdates: false, health: 'failing' })
    shop.pass(25 * 3_600_000)
    expect((await shop.worker().sync()).map(({ mode }) => mode)).toEqual(['incremental', 'full'])
  })

  it('do no harm with a feed, and the alert says who finds the changes', async () => {
    const shop = new Shop(withFeed)
    await shop.putMany(ids(4), offsets)
    await shop.fullRun()
    expect(await statusOf(shop, withFeed)).toMatchObject({ findsUpdates: true, health: 'stale' })
    expect((await alerts(shop))['unreadable-change-times']).toContain('by the change feed and by full runs')
  })

  it('are none any more once the shop writes others: the next run says so', async () => {
    const shop = new Shop()
    await shop.putMany(ids(4), offsets)
    await shop.fullRun()
    await shop.putMany(ids(4))
    await shop.worker().sync()
    expect(await alerts(shop)).toEqual({})
    expect(await statusOf(shop)).toMatchObject({ findsUpdates: true, health: 'ok' })
  })
})

describe('change times of 6 and of 3 digits', () => {
  const digits = stamped(['2026-01-01T10:00:00.123456Z', '2026-01-01T10:00:00.123Z'])

  it('are times: they are mixed, and none is missing', async () => {
    const shop = new Shop()
    await shop.putMany(ids(6), digits)
    await shop.fullRun()
    expect(Object.keys(await alerts(shop))).toEqual(['mixed-change-times'])
    expect((await alerts(shop))['mixed-change-times']).toMatch(/\(3\).*\(3\).*by full runs only/)
    expect(await statusOf(shop)).toMatchObject({ findsUpdates: false, health: 'stale' })
    await shop.worker().sync()
    expect(Object.keys(await alerts(shop))).toEqual(['mixed-change-times'])
  })

  it('are found by the feed where there is one, and the alert says so', async () => {
    const shop = new Shop(withFeed)
    await shop.putMany(ids(6), digits)
    await shop.fullRun()
    for (const id of ids(6)) await shop.report(id)
    await shop.worker().sync()
    expect(Object.keys(await alerts(shop))).toEqual(['mixed-change-times'])
    expect((await alerts(shop))['mixed-change-times']).toContain('by the change feed and by full runs')
    expect(await statusOf(shop, withFeed)).toMatchObject({ findsUpdates: true, health: 'ok', problems: [] })
  })

  it('stay told while one lies between others, where a run cannot see it; a full run sees that it is gone', async () => {
    const shop = new Shop()
    const times = ['2026-01-01T10:00:00.000Z', '2026-01-02T10:00:00.000000Z', '2026-01-03T10:00:00.000Z']
    await shop.putMany(ids(3), stamped(times))
    await shop.fullRun()
    expect(await alerts(shop)).toHaveProperty('mixed-change-times')
    await shop.worker().sync()
    expect(await alerts(shop)).toHaveProperty('mixed-change-times')
    await shop.putMany(ids(3), stamped(['2026-01-01T10:00:00.000Z']))
    await shop.fullRun()
    expect(await alerts(shop)).toEqual({})
    expect(await statusOf(shop)).toMatchObject({ findsUpdates: true, health: 'ok' })
  })
})

describe('orders without a change time', () => {
  it('are told with their number until a full run finds none', async () => {
    const shop = new Shop()
    await shop.putMany(ids(4), (_id, i) => (i === 0 ? { updatedAt: null as unknown as ShopOrder['updatedAt'] } : {}))
    await shop.fullRun()
    expect((await alerts(shop))['missing-change-time']).toMatch(
      /^1 of 4 orders.*by full runs only.*ORDERS_CHANGED_AT_FIELD/,
    )
    await shop.putMany(ids(4))
    await shop.fullRun()
    expect(await alerts(shop)).toEqual({})
  })
})
