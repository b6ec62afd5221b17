import { describe, expect, it } from 'vitest'

import { rebuild } from '../../functions/src/cache/rebuild.ts'
import { cacheEncoding } from '../../functions/src/engine/encoding/codec.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { expectSameAsSource } from '../harness/consistency.ts'
import { Crash, dyingAt } from '../harness/crashes.ts'
import { processOn } from '../harness/firestore.ts'
import { ids, pipeline, Shop } from '../harness/shop.ts'

describe('a rebuild from the documents', () => {
  it('shows the same orders as before, tombstones and freshness included', async () => {
    const shop = new Shop()
    await shop.putMany(ids(1_500))
    await shop.fullRun()
    await shop.remove('o000003')
    await shop.fullRun()
    const before = await expectSameAsSource(shop.db)
    const done = await rebuild(shop.db, orderStream, pipeline, shop.worker().context.clock)
    expect(done.rows).toBe(1_499)
    const after = await expectSameAsSource(shop.db)
    expect(after.cacheVersion).toBe(before.cacheVersion + 1)
    expect(after.bound).toBe(before.bound)
    await shop.put('o000003')
    await shop.worker().sync()
    await expectSameAsSource(shop.db)
  })

  it('repairs a head of an unknown encoding, which readers and runs refuse with a clear error', async () => {
    const shop = new Shop()
    await shop.putMany(ids(20))
    await shop.fullRun()
    const head = shop.db.collection('orders_cache_head').doc(pipeline)
    await head.update({ encoding: cacheEncoding + 1 })
    await shop.put('new')
    const [refused] = await shop.worker().sync()
    expect(refused).toMatchObject({ status: 'failed', error: expect.stringContaining('deploy the newer functions') })
    await rebuild(shop.db, orderStream, pipeline, shop.worker().context.clock)
    await shop.worker().sync()
    await expectSameAsSource(shop.db)
  })

  it('that dies at any commit leaves a readable cache, and the next one finishes', async () => {
    for (let n = 1; ; n++) {
      const shop = new Shop()
      await shop.putMany(ids(1_200))
      await shop.fullRun()
      const faults = dyingAt(n, 'after')
      const { clock } = shop.worker().context
      await rebuild(processOn(shop.db, faults).db, orderStream, pipeline, clock).catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error
      })
      if (!faults.died) break
      shop.pass(4_000_000)
      await shop.put('new')
      await shop.worker().sync()
      await rebuild(shop.db, orderStream, pipeline, clock)
      await expectSameAsSource(shop.db)
    }
  })

  it('waits for nobody: while a run holds the pipeline it says so', async () => {
    const shop = new Shop()
    await shop.put('a')
    await shop.fullRun()
    await shop.put('b')
    await shop.put('c')
    await shop.worker(dyingAt(1, 'after'), { settings: { pageSize: 1 } }).sync()
    await expect(rebuild(shop.db, orderStream, pipeline, shop.worker().context.clock)).rejects.toThrow(
      'try again when it has ended',
    )
  })
})
