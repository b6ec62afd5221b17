import { describe, expect, it } from 'vitest'

import { expectSameAsSource } from '../harness/consistency.ts'
import { ids, Shop } from '../harness/shop.ts'

describe('the main job', () => {
  it('copies everything in a first full run, and then only what changed', async () => {
    const shop = new Shop()
    await shop.putMany(ids(1_000))
    const [first] = await shop.worker().sync()
    expect(first).toMatchObject({ mode: 'full', status: 'running' })
    await shop.drain()
    const state = await expectSameAsSource(shop.db)
    expect(state.lastFullRun).toMatchObject({ status: 'succeeded', created: 1_000, fetched: 1_000, deleted: 0 })

    shop.pass(3_600_000)
    await shop.worker().sync()
    await shop.putMany(ids(5, 'new'))
    for (const id of ids(3)) await shop.put(id, { status: 'SHIPPED' })
    const [second] = await shop.worker().sync()
    expect(second).toMatchObject({ mode: 'incremental', status: 'succeeded', fetched: 8, created: 5, updated: 3 })
    await expectSameAsSource(shop.db)
  })
})
