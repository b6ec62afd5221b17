import { createHash } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { readState } from '../../../functions/src/cache/state.ts'
import { Timestamp } from '../../../functions/src/lib/firestore/firestore.ts'
import { grpcStatus } from '../../../functions/src/lib/firestore/grpc.ts'
import { Meter } from '../../../functions/src/lib/meter.ts'
import { advisedPace } from '../../../functions/src/sync/commit/pace.ts'
import { expectSameAsSource } from '../../harness/consistency.ts'
import type { Faults } from '../../harness/firestore.ts'
import { ids, pipeline, Shop } from '../../harness/shop.ts'

/** The paths that a commit writes or deletes. */
function pathsOf(request: unknown): string[] {
  const { writes } = request as { writes: readonly { update?: { name: string }; delete?: string }[] }
  return writes.map((write) => write.update?.name ?? write.delete ?? '')
}

/** The size of the head that a commit writes; 0 where it writes none. */
function headBytesIn(request: unknown): number {
  const { writes } = request as {
    writes: readonly { update?: { name: string; fields: { data?: { bytesValue: Uint8Array } } } }[]
  }
  const head = writes.find(({ update }) => update?.name.includes('/orders_cache_head/'))
  return head?.update?.fields.data?.bytesValue.byteLength ?? 0
}

function refusal(code: number, message: string): Error {
  return Object.assign(new Error(message), { code })
}

interface Hot extends Faults {
  /** How many documents each commit held. */
  readonly commits: number[]
  refused: number
}

/** A database in which a commit takes 150 ms, and is refused that writes a document again within a second. */
function slowDatabase(shop: Shop): Hot {
  const written = new Map<string, number>()
  const hot: Hot = {
    commits: [],
    refused: 0,
    before: (method, request) => {
      if (method !== 'commit') return
      const now = shop.now().toMillis()
      const paths = pathsOf(request)
      if (paths.some((path) => now - (written.get(path) ?? -Infinity) < 1_000)) {
        hot.refused += 1
        shop.pass(150)
        throw refusal(grpcStatus.aborted, 'Too much contention on these documents.')
      }
      for (const path of paths) written.set(path, now)
      hot.commits.push(paths.length)
      shop.pass(150)
    },
  }
  return hot
}

const oldTimes = (_id: string, i: number) => {
  const at = Timestamp.fromMillis(Date.UTC(2026, 0, 1) + i * 60_000)
  return { timestamp: at, updatedAt: at }
}

/** A name that hardly compresses: a few hundred of them make many segments. */
function longName(id: string): string {
  return createHash('shake256', { outputLength: 12_000 }).update(id).digest('base64')
}

describe('a database that takes one write a second to each document', () => {
  it('is never asked for more by a full run, which is as few commits as their bytes allow', async () => {
    const shop = new Shop({ settings: { pageSize: 1_250 }, pace: { ...advisedPace, firstDocuments: 5_000 } })
    await shop.putMany(ids(4_000), oldTimes)
    shop.stopClock()
    const hot = slowDatabase(shop)
    await shop.fullRun(shop.worker(hot))
    await expectSameAsSource(shop.db)
    expect(hot.refused).toBe(0)
    // The request, the lease, the beginning, 4,000 orders, the enumeration's end, and the end.
    expect(hot.commits.length).toBeLessThanOrEqual(6 + 4_000 / 1_250)
  })

  it('gets 500 documents a commit from a full run that has just begun', async () => {
    const shop = new Shop({ settings: { pageSize: 1_250 }, pace: advisedPace })
    await shop.putMany(ids(2_000), oldTimes)
    shop.stopClock()
    const hot = slowDatabase(shop)
    await shop.fullRun(shop.worker(hot))
    await expectSameAsSource(shop.db)
    expect(hot.refused).toBe(0)
    // And with the orders the head, the watermark document, the journal, and the segments.
    expect(Math.max(...hot.commits)).toBeLessThanOrEqual(500 + 6)
  })

  it('is not asked for more by a shop with five changes a second', async () => {
    const shop = new Shop({ pace: advisedPace })
    const all = ids(600)
    await shop.putMany(all, oldTimes)
    await shop.fullRun()
    shop.stopClock()
    const hot = slowDatabase(shop)
    for (let minute = 0; minute < 3; minute++) {
      shop.pass(60_000)
      await shop.putMany(all.slice(minute * 300, minute * 300 + 300), () => ({ status: 'SHIPPED' }))
      const [report] = await shop.worker(hot).sync()
      expect(report?.status).toBe('succeeded')
    }
    shop.pass(60_000)
    await shop.worker(hot).sync()
    expect(hot.refused).toBe(0)
    await expectSameAsSource(shop.db)
  })
})

describe('a full run', () => {
  it('goes back to small commits where the database refuses a large one for its number of documents', async () => {
    const shop = new Shop({ settings: { pageSize: 1_250 } })
    await shop.putMany([...ids(3_500), 'odd'], oldTimes)
    await shop.db.collection('orders').doc('odd').update({ totalAmount: 'much' })
    const commits: number[] = []
    const worker = shop.worker({
      before: (method, request) => {
        if (method !== 'commit') return
        const { length } = pathsOf(request)
        if (length > 500) throw refusal(grpcStatus.invalidArgument, 'maximum 500 writes allowed per request')
        commits.push(length)
      },
    })
    await shop.fullRun(worker)
    const { state } = await readState(shop.db, pipeline, new Meter())
    expect(state?.quarantined.map(({ id }) => id)).toEqual(['odd'])
    expect(state?.lastFullRun).toMatchObject({ status: 'succeeded', fetched: 3_501, created: 3_500, quarantined: 1 })
    await shop.remove('odd')
    await expectSameAsSource(shop.db)
    expect(Math.max(...commits)).toBeGreaterThan(480)
  })

  it('whose changes lie all over the cache leaves the head no more rows than it has room for', async () => {
    const shop = new Shop({ settings: { pageSize: 1_250 } })
    const all = ids(600)
    await shop.putMany(all, (id, i) => ({ ...oldTimes(id, i), customerName: longName(id) }))
    await shop.fullRun()
    await shop.putMany(
      all.filter((_id, i) => i % 3 > 0),
      (id, i) => ({ ...oldTimes(id, Math.floor(1.5 * i)), status: 'SHIPPED', customerName: longName(id) }),
    )
    let largestHead = 0
    const worker = shop.worker({
      before: (method, request) => {
        if (method === 'commit') largestHead = Math.max(largestHead, headBytesIn(request))
      },
    })
    await shop.fullRun(worker)
    const state = await expectSameAsSource(shop.db)
    expect(state.lastFullRun).toMatchObject({ updated: 400, unchanged: 200 })
    expect(largestHead).toBeLessThan(400_000)
  })
})
