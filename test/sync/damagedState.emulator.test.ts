import { describe, expect, it } from 'vitest'

import { stateRef } from '../../functions/src/cache/paths.ts'
import { requestFullRun } from '../../functions/src/sync/full/requestFullRun.ts'
import { pipeline } from '../harness/shop.ts'
import { expectHealed, filledShop, orders, statusOf } from './damagedShop.ts'

describe('a watermark document', () => {
  it('that was deleted is missed at once, and the next sync makes it anew by a full run', async () => {
    const shop = await filledShop()
    const before = await stateRef(shop.db, pipeline).get()
    await stateRef(shop.db, pipeline).delete()
    const damaged = await statusOf(shop)
    expect(damaged).toMatchObject({
      health: 'failing',
      count: orders,
      damage: expect.stringContaining('it is missing'),
    })
    expect(damaged.damage).toContain('POST resyncOrders')
    const [run] = await shop.worker().sync()
    expect(run).toMatchObject({ mode: 'full', status: 'running' })
    expect(await statusOf(shop)).toMatchObject({ health: 'failing' })
    await shop.drain()
    await expectHealed(shop)
    const after = await stateRef(shop.db, pipeline).get()
    expect(after.get('lease.fence')).toBeGreaterThan(before.get('lease.fence') as number)
    expect(after.get('cacheVersion')).toBe(before.get('cacheVersion'))
  })

  it('that was deleted takes no alert with it that nobody would close', async () => {
    const shop = await filledShop()
    await shop.put('bad', { totalAmount: null as never })
    await shop.worker().sync()
    await shop.put('bad', { totalAmount: 1 })
    await stateRef(shop.db, pipeline).delete()
    await shop.worker().sync()
    await shop.drain()
    const alerts = (await shop.db.collection('sync_alerts').get()).docs
    expect(alerts.length).toBeGreaterThan(0)
    expect(alerts.filter((alert) => alert.get('closedAt') === null)).toEqual([])
    expect((await shop.db.collection('sync_quarantine').get()).size).toBe(0)
    await expectHealed(shop, orders + 1)
  })

  it.each<[string, Record<string, unknown>]>([
    ['a text for a number', { liveCount: 'three thousand' }],
    ['a text for its fence', { 'lease.fence': 'none' }],
    ['nothing for its version', { cacheVersion: null }],
    ['a number for its watermark', { watermark: 5 }],
    ['rubbish wherever it can be', { quarantined: 1, openAlerts: 2, lastRun: 3, bound: 4, checkpoint: 'x', lease: 6 }],
  ])('that holds %s is told, and a resync replaces it', async (_what, damage) => {
    const shop = await filledShop()
    await stateRef(shop.db, pipeline).update(damage)
    expect(await statusOf(shop)).toMatchObject({
      health: 'failing',
      damage: expect.stringContaining('POST resyncOrders'),
    })
    await requestFullRun(shop.worker().context)
    await shop.drain()
    await expectHealed(shop)
  })

  it.each<[string, Record<string, unknown>]>([
    ['bound', { bound: '2030-01-01T00:00:00.000000000Z' }],
    ['watermark', { watermark: { at: '2030-01-01T00:00:00.000000000Z', id: 'x' } }],
    ['lease', { lease: { fence: 7, holder: null, expiresAt: '2090-01-01T00:00:00.000000000Z' } }],
    ['last full run', { lastFullAttemptAt: '2090-01-01T00:00:00.000000000Z' }],
    ['reports', { reports: { watermark: null, bound: '2030-01-01T00:00:00.000000000Z' } }],
  ])(
    'with a %s that nobody can have written yet is not believed, and the next sync mends it',
    async (_what, damage) => {
      const shop = await filledShop()
      await stateRef(shop.db, pipeline).update(damage)
      await shop.put('new')
      expect(await statusOf(shop)).toMatchObject({
        health: 'failing',
        damage: expect.stringContaining('POST resyncOrders'),
      })
      const runs = await shop.worker().sync()
      expect(runs.map(({ status }) => status)).not.toContain('skipped')
      expect(runs.at(-1)).toMatchObject({ mode: 'full', status: 'running' })
      await shop.drain()
      await expectHealed(shop, orders + 1)
      await shop.put('newer')
      expect((await shop.worker().sync())[0]).toMatchObject({ status: 'succeeded', created: 1 })
    },
  )

  it('whose lease was taken over lets nobody write who held it', async () => {
    const shop = await filledShop()
    await stateRef(shop.db, pipeline).update({ 'lease.expiresAt': '2090-01-01T00:00:00.000000000Z' })
    const { fence } = (await stateRef(shop.db, pipeline).get()).get('lease') as { fence: number }
    await shop.put('new')
    await shop.worker().sync()
    expect((await stateRef(shop.db, pipeline).get()).get('lease.fence')).toBe(fence + 1)
  })
})
