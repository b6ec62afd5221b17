import { describe, expect, it } from 'vitest'

import { readHead } from '../../../functions/src/cache/head.ts'
import { headRef, segmentRef } from '../../../functions/src/cache/paths.ts'
import { segmentLimits } from '../../../functions/src/cache/segments.ts'
import { numbersIn } from '../../../functions/src/engine/encoding/columns.ts'
import { listOrders } from '../../../functions/src/engine/orders/listOrders.ts'
import { Timestamp } from '../../../functions/src/lib/firestore/firestore.ts'
import { Meter } from '../../../functions/src/lib/meter.ts'
import { BlockCache } from '../../../functions/src/query/store/blockCache.ts'
import { StoredVersion } from '../../../functions/src/query/store/storedVersion.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { processOn } from '../../harness/firestore.ts'
import { readerOn } from '../../harness/reader.ts'
import { ids, pipeline, Shop } from '../../harness/shop.ts'
import { expectOneVersion, paint, painted, paintShop, requestAbout } from '../paints.ts'
import { orderLayout } from '../rows.ts'

describe('a reader', () => {
  it('answers from one committed version while runs write and fold', async () => {
    const shop = new Shop(paintShop)
    await paint(shop, 1)
    await shop.fullRun()
    const { clock } = shop.worker().context
    const warm = [readerOn(shop.db, clock), readerOn(shop.db, clock, { headTtlMs: 50, memoryBytes: 300_000 })]
    let latest = 1
    const progress = { isWriting: true }
    const writing = (async () => {
      for (const next of [2, 3, 4, 5, 6]) {
        await paint(shop, next)
        latest = next
        await shop.worker().sync()
      }
    })().finally(() => {
      progress.isWriting = false
    })
    const seen = { answers: 0, paints: new Set<number>(), between: 0, segmentsRead: 0 }
    for (let round = 0; progress.isWriting; round++) {
      await Promise.all(
        Array.from({ length: 50 }, async (_, i) => {
          const reader = warm[i % 3] ?? readerOn(shop.db, clock)
          const request = requestAbout(latest - (i % 2), round * 50 + i)
          const answer = await listOrders(reader, request, clock)
          expectOneVersion(answer, request)
          seen.answers += 1
          seen.segmentsRead += answer.meta.segmentsRead
          if (Object.keys(answer.facets?.status ?? {}).length === 2) seen.between += 1
          for (const { total } of answer.orders) seen.paints.add(total / 100)
        }),
      )
    }
    await writing
    const { head } = await readHead(shop.db, orderStream, pipeline, new Meter())
    const versions = head.segments.map(({ version }) => version)
    expect(head.live).toBe(painted)
    expect(head.segments.length).toBeGreaterThan(1)
    expect(Math.max(...versions), 'runs folded meanwhile').toBeGreaterThan(5)
    expect(seen.paints.size).toBeGreaterThan(3)
    expect(seen.between, 'versions in the midst of a run were seen').toBeGreaterThan(0)
    expect(seen.segmentsRead).toBeGreaterThan(20)
    expect(seen.answers).toBeGreaterThan(200)
  }, 240_000)

  it('reads a first page from the head alone, and each version of a segment once', async () => {
    const shop = new Shop({ settings: { pageSize: 400 } })
    await shop.putMany(ids(segmentLimits.rows + 1_600))
    await shop.fullRun()
    const { db, counts } = processOn(shop.db)
    const { clock } = shop.worker().context
    const reader = readerOn(db, clock)
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

  it('finds the segments of a head that was read at a moment of another one, as the emulator does now and then', async () => {
    const shop = new Shop(paintShop)
    await paint(shop, 1)
    await shop.fullRun()
    const blockCache = new BlockCache(shop.db, 1e9)
    const old = new StoredVersion(await headRef(shop.db, pipeline).get(), orderLayout, blockCache)
    await paint(shop, 2)
    await shop.worker().sync()
    const now = new StoredVersion(await headRef(shop.db, pipeline).get(), orderLayout, blockCache)
    expect(now.head.segments[0]?.version).not.toBe(old.head.segments[0]?.version)
    old.readTime = now.readTime
    const { blocks, read } = await old.load(old.head.segments)
    const replaced = old.head.segments.filter(
      (one) => !now.head.segments.some((other) => one.n === other.n && one.version === other.version),
    )
    expect(read, 'what is found at once is read once').toBe(old.head.segments.length + replaced.length)
    expect(blocks.map(({ columns }) => columns.rows)).toEqual(old.head.segments.map(({ rows }) => rows))
    expect(new Set(blocks.flatMap(({ columns }) => [...numbersIn(columns, 'total')]))).toEqual(new Set([100]))
  })

  it('says what is wrong where a segment is another than its head names and Firestore cannot look back so far', async () => {
    const shop = new Shop(paintShop)
    await paint(shop, 1)
    await shop.fullRun()
    const { segments } = (await readHead(shop.db, orderStream, pipeline, new Meter())).head
    for (const { n } of segments) await segmentRef(shop.db, pipeline, n).update({ version: 999 })
    const blockCache = new BlockCache(shop.db, 1e9)
    const version = new StoredVersion(await headRef(shop.db, pipeline).get(), orderLayout, blockCache)
    const old = Object.assign(version, { updateTime: new Timestamp(version.readTime.seconds - 7_200, 0) })
    const loading = old.load(segments)
    await expect(loading).rejects.toThrow('is not the version that the head names. Run "npm run rebuild" or start')
  })
})
