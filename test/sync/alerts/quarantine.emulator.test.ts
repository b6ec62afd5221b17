import { randomBytes } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { runRequested } from '../../../functions/src/sync/requests/requestedRun.ts'
import { runMarginMs } from '../../../functions/src/sync/requests/runTask.ts'
import { openAlerts } from '../../harness/alerts.ts'
import { agreedRows, expectSameAsSource } from '../../harness/consistency.ts'
import { ids, Shop } from '../../harness/shop.ts'

const quarantined = async (shop: Shop): Promise<Record<string, unknown>[]> =>
  (await shop.db.collection('sync_quarantine').get()).docs.map((document) => document.data())

/** Lets the run come that an event asks for. */
async function requestedRun(shop: Shop): Promise<void> {
  shop.pass(runMarginMs)
  await runRequested(shop.worker().context, 'reports')
}

describe('a record that fails', () => {
  it('is quarantined with its reason, blocks nothing, and leaves when a good version comes', async () => {
    const shop = new Shop()
    await shop.putMany(ids(10))
    await shop.fullRun()
    await shop.db
      .collection('orders')
      .doc('bad')
      .set({ orderId: '#1', status: 'PAID', updatedAt: shop.now(), timestamp: shop.now() })
    await shop.put('good')
    const [report] = await shop.worker().sync()
    expect(report).toMatchObject({ status: 'succeeded', created: 1, quarantined: 1 })
    expect(await quarantined(shop)).toMatchObject([{ sourceId: 'bad', reason: expect.stringContaining('totalAmount') }])
    expect(JSON.stringify(await quarantined(shop))).not.toContain('PAID')
    const alert = shop.db.collection('sync_alerts').doc('firestore.orders:quarantine')
    expect((await alert.get()).get('closedAt')).toBeNull()

    const [again] = await shop.worker().sync()
    expect(again).toMatchObject({ quarantined: 1, firestoreWrites: 3 })

    await shop.put('bad', { totalAmount: 5 })
    await shop.worker().sync()
    expect(await quarantined(shop)).toEqual([])
    expect((await alert.get()).get('closedAt')).not.toBeNull()
    await expectSameAsSource(shop.db)
  })

  it('keeps the last good state of its order in the cache', async () => {
    const shop = new Shop()
    await shop.put('a', { totalAmount: 7 })
    await shop.fullRun()
    await shop.put('a', { totalAmount: 'seven' as never })
    await shop.worker().sync()
    expect((await agreedRows(shop.db))[0]?.total).toBe(700)
  })

  it('leaves with a full run when its order is gone', async () => {
    const shop = new Shop()
    await shop.put('a')
    await shop.put('bad', { totalAmount: null as never })
    await shop.fullRun()
    expect(await quarantined(shop)).toHaveLength(1)
    await shop.remove('bad')
    await shop.fullRun()
    expect(await quarantined(shop)).toEqual([])
    expect((await expectSameAsSource(shop.db)).quarantined).toEqual([])
  })

  it.each(['never cached', 'cached before it failed'])(
    'leaves with the next requested run when its order is gone: %s',
    async (which) => {
      const shop = new Shop({ source: { changeFeed: true } })
      await shop.putMany(ids(3))
      if (which !== 'never cached') await shop.put('bad')
      await shop.fullRun()
      await shop.put('bad', { totalAmount: null as never })
      await shop.report('bad')
      await requestedRun(shop)
      expect(await quarantined(shop)).toHaveLength(1)
      expect(Object.keys(await openAlerts(shop.db))).toEqual(['quarantine'])
      await shop.remove('bad')
      await shop.report('bad', 'deleted')
      await requestedRun(shop)
      expect(await quarantined(shop)).toEqual([])
      expect(await openAlerts(shop.db)).toEqual({})
      expect((await expectSameAsSource(shop.db)).quarantined).toEqual([])
    },
  )

  it('that is gone leaves the others in quarantine, and the alert open', async () => {
    const shop = new Shop({ source: { changeFeed: true } })
    await shop.putMany(ids(3), () => ({ totalAmount: null as never }))
    await shop.fullRun()
    await shop.remove('o000001')
    await shop.report('o000001', 'deleted')
    await requestedRun(shop)
    expect((await quarantined(shop)).map(({ sourceId }) => sourceId)).toEqual(['o000000', 'o000002'])
    expect(Object.keys(await openAlerts(shop.db))).toContain('quarantine')
  })

  it('is found out of quarantine even where there are more than the watermark document lists', async () => {
    const shop = new Shop()
    await shop.putMany(ids(260), () => ({ totalAmount: null as never }))
    await shop.fullRun()
    expect(await quarantined(shop)).toHaveLength(260)
    await shop.putMany(ids(260), () => ({ totalAmount: 3 }))
    await shop.fullRun()
    expect(await quarantined(shop)).toEqual([])
    expect((await expectSameAsSource(shop.db)).quarantineOverflow).toBe(false)
  })
})

describe('an order with a large payload', () => {
  it('of 600 KB does not stall the pipeline, nor do a dozen changed at once', async () => {
    const shop = new Shop()
    const note = 'x'.repeat(600_000)
    await shop.putMany(ids(3))
    await shop.fullRun()
    for (const id of ids(12, 'large')) await shop.put(id, { note })
    const [report] = await shop.worker().sync()
    expect(report).toMatchObject({ status: 'succeeded', created: 12 })
    for (const id of ids(12, 'large')) await shop.put(id, { note: `${note}!` })
    expect((await shop.worker().sync())[0]).toMatchObject({ status: 'succeeded', updated: 12 })
    await expectSameAsSource(shop.db)
    const stored = await shop.db.collection('orders_cache').doc('firestore:large000000').get()
    expect(stored.get('payload.note')).toHaveLength(600_001)
  })

  it('of a megabyte keeps it compressed, or says that it was left out', async () => {
    const shop = new Shop()
    await shop.put('text', { note: 'x'.repeat(950_000) })
    const random = randomBytes(940_000)
    await shop.put('bytes', { note: random })
    await shop.fullRun()
    const document = async (id: string): Promise<Record<string, unknown>> =>
      (await shop.db.collection('orders_cache').doc(`firestore:${id}`).get()).data() ?? {}
    expect(Object.keys(await document('text'))).toContain('payloadCompressed')
    expect(await document('bytes')).toMatchObject({ payloadOmitted: true, total: 1_000 })
  })
})
