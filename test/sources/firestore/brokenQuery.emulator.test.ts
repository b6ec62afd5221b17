import { Transform } from 'node:stream'

import { describe, expect, it } from 'vitest'

import { FieldValue, type Firestore } from '../../../functions/src/lib/firestore/firestore.ts'
import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { noInputs, type ChangeWindow } from '../../../functions/src/model/source.ts'
import { readFirestoreSourceConfig } from '../../../functions/src/sources/firestore/config.ts'
import { createReportFeed } from '../../../functions/src/cache/feed.ts'
import { reportRef } from '../../../functions/src/cache/paths.ts'
import { createOrderSource } from '../../../functions/src/sources/firestore/orderSource.ts'
import { databaseOf } from '../../harness/firestore.ts'

type Stream = NodeJS.ReadWriteStream
type RequestStream = (method: string, bidirectional: boolean, request: unknown, tag: string) => Promise<Stream>

/** The client, whose first query for `queryLimit` documents answers through `fault`. */
function breaking(db: Firestore, queryLimit: number, fault: Transform): { db: Firestore; broken: () => boolean } {
  const real = db as unknown as { requestStream: RequestStream }
  const view = Object.create(db) as Firestore & { requestStream: RequestStream }
  let isBroken = false
  view.requestStream = async (method, bidirectional, request, tag) => {
    const stream = await real.requestStream.call(view, method, bidirectional, request, tag)
    const { limit } = (request as { structuredQuery?: { limit?: { value: number } } }).structuredQuery ?? {}
    if (method !== 'runQuery' || isBroken || limit?.value !== queryLimit) return stream
    isBroken = true
    return stream.pipe(fault)
  }
  return { db: view, broken: () => isBroken }
}

/**
 * Breaks after so many documents and messages of progress, which Firestore sends while a query takes long. The client asks
 * for the rest by itself, for as many too few.
 */
function breakingAfter(documents: number, progress: number): Transform {
  let seen = 0
  return new Transform({
    objectMode: true,
    transform(message: { readTime?: unknown }, _encoding, done) {
      if (seen++ < documents) return done(null, message)
      for (let i = 0; i < progress; i++) this.push({ readTime: message.readTime })
      done(Object.assign(new Error('The connection broke.'), { code: 14 }))
    },
  })
}

/** Gives no more than so many documents, and ends as if there were no others. */
function endingAfter(documents: number): Transform {
  let seen = 0
  return new Transform({
    objectMode: true,
    transform: (message, _encoding, done) => (seen++ < documents ? done(null, message) : done()),
  })
}

const ids = Array.from({ length: 25 }, (_, i) => `d${String(i).padStart(2, '0')}`)

async function placeOrders(db: Firestore): Promise<void> {
  const batch = db.batch()
  for (const [i, id] of ids.entries()) batch.set(db.collection('orders').doc(id), { timestamp: 1_700_000_000_000 + i })
  await batch.commit()
}

const window: ChangeWindow = {
  from: { kind: 'at', at: instantFromMs(0) },
  until: instantFromMs(Date.UTC(2100, 0, 1)),
}

describe('a query that breaks and is resumed by the client for too few documents', () => {
  it('ends no window before its last change', async () => {
    const { db, broken } = breaking(databaseOf(), 10, breakingAfter(3, 4))
    await placeOrders(db)
    const source = createOrderSource(db, readFirestoreSourceConfig({}))
    const pages = await Array.fromAsync(source.changes(window, 10))
    expect(broken()).toBe(true)
    expect(pages[0]?.records).toHaveLength(6)
    expect(pages.flatMap(({ records }) => records.map(({ sourceId }) => sourceId))).toEqual(ids)
  })

  it('ends no reading of reports before the last one', async () => {
    const { db, broken } = breaking(databaseOf(), 10, breakingAfter(3, 4))
    const batch = db.batch()
    for (const id of ids)
      batch.set(reportRef(db, 'firestore.orders', id), { at: FieldValue.serverTimestamp(), of: '(default)/orders' })
    await batch.commit()
    const pages = await Array.fromAsync(createReportFeed(db, 'firestore.orders', '(default)/orders').read(window, 10))
    expect(broken()).toBe(true)
    expect(pages[0]?.reports).toHaveLength(6)
    expect(pages.flatMap(({ reports }) => reports.map(({ sourceId }) => sourceId))).toEqual(ids)
  })

  it('ends no enumeration before its last order, and what lacks a date is counted after that one', async () => {
    const { db, broken } = breaking(databaseOf(), 50_000, endingAfter(13))
    await placeOrders(db)
    const source = createOrderSource(db, readFirestoreSourceConfig({}))
    const seen: string[][] = []
    for await (const { records } of source.enumerate('all', null, 10, noInputs)) {
      seen.push(records.map(({ sourceId }) => sourceId))
      // By now the end was looked for once, and everything counted beside that.
      if (seen.length === 3) await db.doc('orders/d02').update({ timestamp: FieldValue.delete() })
    }
    expect(broken()).toBe(true)
    expect(seen[1]).toEqual(['d10', 'd11', 'd12'])
    expect(seen.flat()).toEqual([...ids, 'd02'])
  })

  it('ends no enumeration because what was counted too early failed', async () => {
    const { db, broken } = breaking(databaseOf(), 50_000, endingAfter(13))
    await placeOrders(db)
    let counts = 0
    db.runTransaction = (work, options) => {
      counts += 1
      if (counts === 1) return Promise.reject(Object.assign(new Error('No.'), { code: 7 }))
      return Object.getPrototypeOf(db).runTransaction.call(db, work, options)
    }
    const source = createOrderSource(db, readFirestoreSourceConfig({}))
    const pages = await Array.fromAsync(source.enumerate('all', null, 10, noInputs))
    expect(broken()).toBe(true)
    expect(counts).toBeGreaterThan(1)
    expect(pages.flatMap(({ records }) => records.map(({ sourceId }) => sourceId))).toEqual(ids)
  })
})
