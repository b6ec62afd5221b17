import { expect, it } from 'vitest'

import { headRef, quarantineRef, segmentRef } from '../../functions/src/cache/paths.ts'
import { missingRecord } from '../../functions/src/query/missingRecord.ts'
import { MemoryStore } from './memoryReader.ts'
import { type OrderRow as Row, row, tombstone } from './rows.ts'

const pipeline = 'firestore.orders'
const deletedAt = '2026-03-01T10:00:00.000Z'

function rows(count: number): Row[] {
  return Array.from({ length: count }, (_, i) =>
    row({ id: `firestore:${i}`, sourceId: String(i), createdAt: Date.UTC(2026, 0, 1 + i) }),
  )
}

/** Twenty orders in four segments; those in `deleted` were deleted since. */
function storeWithout(...deleted: readonly number[]): MemoryStore {
  const store = new MemoryStore()
  const all = rows(20)
  store.write(all)
  store.fold(5)
  store.write(all.flatMap((one, i) => (deleted.includes(i) ? [tombstone(one, '2', Date.parse(deletedAt))] : [])))
  return store
}

it('finds a deletion that is not folded yet in the head alone', async () => {
  const store = storeWithout(7)
  store.publish()
  const { details } = await missingRecord(store.database.client, store.reader(), 'firestore:7')
  expect(details).toEqual({ why: 'deleted', deletedAt })
  expect(store.database.read).toHaveLength(2)
})

it('finds a folded one in the segments that hold tombstones, and reads no other', async () => {
  const store = storeWithout(7, 12)
  store.fold(5)
  store.publish()
  const { client, read } = store.database
  const reader = store.reader()
  const { details, message } = await missingRecord(client, reader, 'firestore:12')
  expect(details).toEqual({ why: 'deleted', deletedAt })
  expect(message).toContain(deletedAt)
  const segments = read.filter((path) => path.startsWith(segmentRef(client, pipeline, 0).path.slice(0, -1)))
  expect(segments).toHaveLength(2)
})

it.each(['firestore:3', 'firestore:never', 'square:7'])('knows nothing of %s', async (id) => {
  const store = storeWithout(7)
  store.fold(5)
  store.publish()
  const { details } = await missingRecord(store.database.client, store.reader(), id)
  expect(details).toBeUndefined()
})

it('says that an order is in quarantine and why, for one read', async () => {
  const store = storeWithout()
  store.publish()
  const { client } = store.database
  const quarantinedAt = '2026-03-02T10:00:00.000Z'
  store.database.commit([
    [quarantineRef(client, pipeline, 'bad').path, { reason: 'totalAmount: is missing', quarantinedAt }],
  ])
  const error = await missingRecord(client, store.reader(), 'firestore:bad')
  expect(error.details).toEqual({ why: 'quarantined', reason: 'totalAmount: is missing', quarantinedAt })
  expect(error.message).toContain('totalAmount: is missing')
  expect(store.database.read).toHaveLength(1)
})

it('says no more than that it is missing where the cache is damaged', async () => {
  const store = storeWithout(7)
  store.fold(5)
  store.publish()
  const { client } = store.database
  store.database.commit([[headRef(client, pipeline).path, { cacheVersion: 9 }]])
  const error = await missingRecord(client, store.reader(), 'firestore:7')
  expect(error.details).toBeUndefined()
})
