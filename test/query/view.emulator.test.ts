import { describe, expect, it } from 'vitest'

import { segmentLimits } from '../../functions/src/cache/segments.ts'
import { listOrders } from '../../functions/src/query/listOrders.ts'
import { CacheReader } from '../../functions/src/query/view.ts'
import { readHead } from '../../functions/src/cache/head.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import { processOn } from '../harness/firestore.ts'
import { ids, pipeline, Shop } from '../harness/shop.ts'

describe('a reader', () => {
  it('answers from one committed version while runs write and fold', async () => {
    const shop = new Shop({ settings: { pageSize: 400 } })
    // The first 400 are one page, so one commit; the others come after them and make every run fold.
    const all = [...ids(400, 'a'), ...ids(300, 'b')]
    const paint = async (total: number): Promise<void> => {
      const updatedAt = shop.now()
      const customerName = 'n'.repeat(400)
      await shop.putMany(all, (id) => ({
        totalAmount: total,
        updatedAt,
        customerName,
        currency: id.startsWith('a') ? 'USD' : 'EUR',
      }))
    }
    await paint(1)
    await shop.fullRun()
    const reader = new CacheReader(shop.db, [pipeline])
    const { clock } = shop.worker().context
    const progress = { isWriting: true }
    const writing = (async () => {
      for (let total = 2; total <= 8; total++) {
        await paint(total)
        await shop.worker().sync()
      }
      progress.isWriting = false
    })()
    const seen = new Set<number>()
    let answers = 0
    while (progress.isWriting) {
      const lists = await Promise.all(
        [1, 2, 3].map(() => listOrders(reader, { filter: { currency: ['USD'] }, limit: 200 }, clock)),
      )
      for (const { orders, total } of lists) {
        const totals = new Set(orders.map((order) => order.total))
        expect(total).toBe(400)
        expect(totals.size, 'a page never shows half of a commit').toBe(1)
        seen.add([...totals][0] ?? 0)
        answers += 1
      }
    }
    await writing
    const { head } = await readHead(shop.db, pipeline, new Meter())
    expect(head.segments.length, 'runs folded meanwhile').toBeGreaterThan(0)
    expect(seen.size).toBeGreaterThan(1)
    expect(answers).toBeGreaterThan(10)
  })

  it('reads a first page from the head alone, and each version of a segment once', async () => {
    const shop = new Shop({ settings: { pageSize: 400 } })
    await shop.putMany(ids(segmentLimits.rows + 1_600))
    await shop.fullRun()
    const { db, counts } = processOn(shop.db)
    const reader = new CacheReader(db, [pipeline])
    const { clock } = shop.worker().context
    const first = await listOrders(reader, { limit: 200, facets: true }, clock)
    expect(first).toMatchObject({ total: 6_600, meta: { firestoreReads: 1, segmentsRead: 0 } })
    expect(first.facets).toEqual({ status: { pending: 6_600 }, source: { firestore: 6_600 }, currency: { USD: 6_600 } })
    const filtered = await listOrders(reader, { filter: { search: 'o00000' } }, clock)
    expect(filtered.meta.segmentsRead).toBeGreaterThan(1)
    const again = await listOrders(reader, { cursor: first.nextCursor ?? '', limit: 200 }, clock)
    expect(again.meta).toMatchObject({ firestoreReads: 1, segmentsRead: 0 })
    expect(again.orders[0]?.id).not.toBe(first.orders[0]?.id)
    expect(counts.reads).toBe(first.meta.firestoreReads + filtered.meta.firestoreReads + again.meta.firestoreReads)
  })
})
