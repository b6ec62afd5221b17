import { describe, expect, it } from 'vitest'

import { readState } from '../../../functions/src/cache/state.ts'
import { Meter } from '../../../functions/src/lib/meter.ts'
import type { OrderStatus } from '../../../functions/src/contract/order.ts'
import { syncPipeline } from '../../../functions/src/sync/syncPipeline.ts'
import { agreedRows, expectSameAsSource } from '../../harness/consistency.ts'
import type { Faults } from '../../harness/firestore.ts'
import { ids, pipeline, Shop } from '../../harness/shop.ts'

async function filled(count = 12): Promise<Shop> {
  const shop = new Shop({ limits: { softDeadlineMs: 60_000 } })
  await shop.putMany(ids(count), (_id, i) => ({ status: i % 3 === 0 ? 'PENDING' : 'COMPLETED' }))
  await shop.fullRun()
  shop.pass(900_000)
  return shop
}

function ask(shop: Shop, statuses: readonly OrderStatus[], faults?: Faults): ReturnType<typeof syncPipeline> {
  return syncPipeline(shop.worker(faults).context, { statuses })
}

/** Changes an order without a word of when: no window finds that. */
function unseen(shop: Shop, id: string, status: string): Promise<unknown> {
  return shop.db.collection('orders').doc(id).update({ status })
}

describe('a run of some statuses only', () => {
  it('asks for the orders that the cache shows in them, and says so; watermark and bound stay', async () => {
    const shop = await filled()
    await unseen(shop, 'o000000', 'SHIPPED')
    await unseen(shop, 'o000001', 'SHIPPED')
    await shop.remove('o000003')
    await shop.put('fresh', { status: 'PENDING' })
    const before = (await readState(shop.db, pipeline, new Meter())).state
    const { runs, state } = await ask(shop, ['pending'])
    expect(runs).toMatchObject([
      {
        status: 'succeeded',
        mode: 'incremental',
        fetched: 4,
        updated: 1,
        deleted: 1,
        unchanged: 2,
        created: 0,
        partial: { status: ['pending'], left: 0 },
      },
    ])
    expect(state).toMatchObject({ bound: before?.bound, watermark: before?.watermark, checkpoint: null })
    expect(state.lastRun?.partial).toEqual({ status: ['pending'], left: 0 })
    const statuses = new Map((await agreedRows(shop.db)).map(({ sourceId, status }) => [sourceId, status]))
    expect(statuses.get('o000000')).toBe('shipped')
    expect(statuses.get('o000001'), 'it was asked for no others').toBe('completed')
    expect([...statuses.keys()]).not.toContain('fresh')
    // The next window finds what is new, for it begins where the last one ended.
    await shop.worker().sync()
    expect((await agreedRows(shop.db)).map(({ sourceId }) => sourceId)).toContain('fresh')
  })

  it('tells how many it had no time for', async () => {
    const shop = await filled(900)
    const { runs } = await ask(shop, ['completed'], {
      before: (method) => {
        if (method !== 'commit') shop.pass(10_000)
      },
    })
    const left = runs[0]?.partial?.left ?? 0
    expect(left).toBeGreaterThan(0)
    expect(runs[0]?.fetched).toBe(600 - left)
    await expectSameAsSource(shop.db)
  })
})
