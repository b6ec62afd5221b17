import { describe, expect, it } from 'vitest'

import { rebuild } from '../../../functions/src/cache/rebuild.ts'
import type { PipelineStatus } from '../../../functions/src/contract/sync.ts'
import { Meter } from '../../../functions/src/lib/meter.ts'
import { systemClock } from '../../../functions/src/lib/systemClock.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { pipelineStatus } from '../../../functions/src/sync/status.ts'
import { agreedRows } from '../../harness/consistency.ts'
import { ids, pipeline, Shop, type Worker } from '../../harness/shop.ts'
import { ordersAs } from '../../harness/orderSettings.ts'

/* Words without a meaning (invariant 14): listed, flagged, counted, alarmed, until they are mapped. */

function statusOf(worker: Worker): Promise<PipelineStatus> {
  return pipelineStatus(worker.context, { everyMinutes: 15, isAdaptive: false }, new Meter())
}

async function alertOf(shop: Shop): Promise<Record<string, unknown>> {
  const alert = await shop.db.collection('sync_alerts').doc(`${pipeline}:unmapped-statuses`).get()
  return alert.data() ?? {}
}

describe('a status that means nothing', () => {
  it('is listed as processing, flagged, counted exactly, and told with the setting to change', async () => {
    const shop = new Shop()
    const worker = shop.worker()
    await shop.put('failed', { status: 'FAILED' })
    await shop.put('odd', { status: 'EN ROUTE TO CUSTOMER' })
    await shop.fullRun(worker)
    const rows = await agreedRows(shop.db)
    expect(rows.map(({ sourceId, status, statusUnknown }) => [sourceId, status, statusUnknown])).toEqual(
      expect.arrayContaining([
        ['failed', 'cancelled', false],
        ['odd', 'processing', true],
      ]),
    )
    expect((await statusOf(worker)).unmappedStatuses).toEqual({
      words: [{ word: 'EN ROUTE TO CUSTOMER', count: 1 }],
      others: 0,
    })
    const opened = await alertOf(shop)
    expect(opened).toMatchObject({ closedAt: null })
    expect(opened.message).toMatch(/"EN ROUTE TO CUSTOMER" \(1\).*orders\.status/)

    // Another word is news; one more order with a known word is not.
    await shop.put('odd2', { status: 'EN ROUTE TO CUSTOMER' })
    const [more] = await worker.sync()
    expect(await alertOf(shop)).toEqual(opened)
    await shop.put('other', { status: 'LOST' })
    const [news] = await worker.sync()
    expect(news?.firestoreWrites).toBe((more?.firestoreWrites ?? 0) + 1)
    expect(await alertOf(shop)).toMatchObject({ openedAt: opened.openedAt, closedAt: null })
    expect((await alertOf(shop)).message).toMatch(/"EN ROUTE TO CUSTOMER" \(2\), "LOST" \(1\)/)
  })

  it('is out of the counts when its order changes, goes, or the word is mapped', async () => {
    const shop = new Shop()
    await shop.put('a', { status: 'X' })
    await shop.put('b', { status: 'X' })
    await shop.put('c', { status: 'Y' })
    await shop.fullRun()
    await shop.put('a', { status: 'PAID' })
    await shop.worker().sync()
    await agreedRows(shop.db)
    expect((await statusOf(shop.worker())).unmappedStatuses.words).toEqual([
      { word: 'X', count: 1 },
      { word: 'Y', count: 1 },
    ])
    await shop.remove('b')
    await shop.fullRun()
    expect((await statusOf(shop.worker())).unmappedStatuses.words).toEqual([{ word: 'Y', count: 1 }])

    const mapped = shop.worker({}, { source: { orders: ordersAs({ status: { words: { y: 'on_hold' } } }) } })
    await shop.fullRun(mapped)
    expect((await agreedRows(shop.db)).find(({ sourceId }) => sourceId === 'c')).toMatchObject({
      status: 'on_hold',
      statusUnknown: false,
    })
    expect((await statusOf(mapped)).unmappedStatuses).toEqual({ words: [], others: 0 })
    expect((await alertOf(shop)).closedAt).not.toBeNull()
  })

  it('costs nothing where nothing changes, and is counted anew by a rebuild', async () => {
    const shop = new Shop()
    await shop.putMany(ids(120), (_id, i) => ({ status: `WORD ${i % 60}` }))
    await shop.fullRun()
    const before = (await statusOf(shop.worker())).unmappedStatuses
    expect(before.words).toHaveLength(50)
    expect(before.others).toBeGreaterThan(0)
    await agreedRows(shop.db)
    const [idle] = await shop.worker().sync()
    expect(idle).toMatchObject({ status: 'succeeded', firestoreWrites: 3 })
    await rebuild(shop.db, orderStream, pipeline, systemClock)
    await agreedRows(shop.db)
    const after = (await statusOf(shop.worker())).unmappedStatuses
    expect(after.words.reduce((sum, { count }) => sum + count, after.others)).toBe(120)
  })
})

describe('a currency that cannot be read', () => {
  it('is quarantined with its reason, which quotes nothing', async () => {
    const shop = new Shop()
    await shop.put('a', { currency: 'dollars' })
    await shop.put('b', { currency: 'kr' })
    await shop.put('c', { currency: '₹' })
    await shop.put('d', { currency: null })
    await shop.fullRun()
    expect((await agreedRows(shop.db)).map(({ sourceId, currency }) => [sourceId, currency])).toEqual([
      ['c', 'INR'],
      ['d', 'USD'],
    ])
    const { docs } = await shop.db.collection('sync_quarantine').get()
    const reasons = docs.map((document) => [document.get('sourceId'), document.get('reason')])
    expect(reasons).toEqual([
      ['a', expect.stringMatching(/^currency: is not a currency code .*orders\.money\.currencies$/)],
      ['b', expect.stringMatching(/^currency: is a sign of several currencies: .*orders\.money\.currencies/)],
    ])
  })
})
