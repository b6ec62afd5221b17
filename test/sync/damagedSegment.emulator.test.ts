import { describe, expect, it } from 'vitest'

import { segmentRef } from '../../functions/src/cache/paths.ts'
import { rebuild } from '../../functions/src/cache/rebuild.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { ids, pipeline, type Shop } from '../harness/shop.ts'
import { countOf, expectHealed, filledShop, orders, statusOf } from './damagedShop.ts'

const flipped = (data: Uint8Array): Buffer => {
  const bytes = Buffer.from(data)
  for (let i = 0; i < 40; i++) bytes[1_000 + i] = (bytes[1_000 + i] ?? 0) ^ 0xff
  return bytes
}

async function flip({ db }: Shop): Promise<unknown> {
  const ref = segmentRef(db, pipeline, 0)
  return ref.update({ texts: flipped((await ref.get()).get('texts') as Uint8Array) }) // as cache/segments.ts writes it
}

describe('a segment', () => {
  const damages: [string, (shop: Shop) => Promise<unknown>][] = [
    ['of which 40 bytes are flipped', flip],
    ['that was deleted', ({ db }) => segmentRef(db, pipeline, 0).delete()],
  ]

  it('of which 40 bytes are flipped is told by a list that needs it', async () => {
    const shop = await filledShop()
    await flip(shop)
    await expect(countOf(shop)).rejects.toThrow(/orders_cache_segments.*npm run rebuild/)
  })

  it('that was deleted is read as it was as long as Firestore looks back, so that no list lacks its orders', async () => {
    const shop = await filledShop()
    await segmentRef(shop.db, pipeline, 0).delete()
    expect(await countOf(shop)).toBe(orders)
  })

  it.each(damages)('%s is mended by a full run', async (_what, damage) => {
    const shop = await filledShop()
    await damage(shop)
    await shop.fullRun()
    await expectHealed(shop)
  })

  it.each(damages)(
    '%s stops a run that needs it, which says so, and the full run that follows mends it',
    async (_what, damage) => {
      const shop = await filledShop()
      await damage(shop)
      await shop.putMany(ids(1_400), () => ({ totalAmount: 5 }))
      const runs = await shop.worker().sync()
      expect(runs.map(({ mode, status }) => [mode, status])).toEqual([
        ['incremental', 'failed'],
        ['full', 'running'],
      ])
      expect(await statusOf(shop)).toMatchObject({ health: 'failing', damage: expect.stringContaining('segments') })
      await shop.drain()
      await expectHealed(shop)
    },
  )

  it.each(damages)('%s is mended by a rebuild', async (_what, damage) => {
    const shop = await filledShop()
    await damage(shop)
    await rebuild(shop.db, orderStream, pipeline, shop.worker().context.clock)
    await expectHealed(shop)
  })
})
