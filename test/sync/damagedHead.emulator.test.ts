import { describe, expect, it } from 'vitest'

import { headRef } from '../../functions/src/cache/paths.ts'
import { rebuild } from '../../functions/src/cache/rebuild.ts'
import { EncodingError } from '../../functions/src/lib/errors.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { pipeline, Shop } from '../harness/shop.ts'
import { alertOf, countOf, expectHealed, filledShop, orders, statusOf } from './damagedShop.ts'

describe('a head', () => {
  it.each([true, false])('that was deleted is no empty list (orders came since: %s)', async (hasNews) => {
    const shop = await filledShop()
    await headRef(shop.db, pipeline).delete()
    await expect(countOf(shop)).rejects.toThrow(/head of firestore.orders is missing.*npm run rebuild/)
    if (hasNews) await shop.put('new')
    shop.pass(400_000)
    const runs = await shop.worker().sync()
    expect(runs.map(({ mode, status }) => [mode, status])).toEqual([
      ['incremental', 'failed'],
      ['full', 'running'],
    ])
    expect(await statusOf(shop)).toMatchObject({
      health: 'failing',
      damage: expect.stringContaining('npm run rebuild'),
    })
    expect(await alertOf(shop)).toMatchObject({ closedAt: null, message: expect.stringContaining('npm run rebuild') })
    await expect(countOf(shop)).rejects.toThrow(EncodingError)
    await shop.drain()
    await expectHealed(shop, orders + Number(hasNews))
  })

  it('that was deleted is made anew by a rebuild alone', async () => {
    const shop = await filledShop()
    await headRef(shop.db, pipeline).delete()
    await rebuild(shop.db, orderStream, pipeline, shop.worker().context.clock)
    await expectHealed(shop)
  })

  it('of an earlier version that somebody put back is told from the present one', async () => {
    const shop = await filledShop()
    const old = await headRef(shop.db, pipeline).get()
    await shop.put('new')
    await shop.worker().sync()
    await headRef(shop.db, pipeline).set(old.data() ?? {})
    await shop.put('newer')
    const [run] = await shop.worker().sync()
    expect(run).toMatchObject({ status: 'failed', error: expect.stringContaining('of another version') })
    await shop.drain()
    await expectHealed(shop, orders + 2)
  })

  it('of the next version is none of a damaged cache to a run that another was faster than: it is skipped', async () => {
    const shop = await filledShop()
    await shop.put('new')
    const asked = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const late = shop
      .worker({
        before: (method, request) => {
          if (method !== 'batchGetDocuments' || !JSON.stringify(request).includes('orders_cache_head')) return undefined
          asked.resolve()
          return goOn.promise
        },
      })
      .sync()
    await asked.promise
    expect((await shop.worker().sync())[0]).toMatchObject({ status: 'succeeded', created: 1 })
    goOn.resolve()
    expect((await late).map(({ status }) => status)).toEqual(['skipped'])
    await expectHealed(shop, orders + 1)
  })

  it('of a pipeline that never ran may be missing: there is nothing to list', async () => {
    const shop = new Shop()
    expect(await countOf(shop)).toBe(0)
    await shop.fullRun()
    expect(await countOf(shop)).toBe(0)
    expect(await statusOf(shop)).toMatchObject({ health: 'stale', problems: ['empty-source'], damage: null })
  })
})
