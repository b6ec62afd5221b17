import { describe, expect, it } from 'vitest'

import { SourceError } from '../../../functions/src/lib/errors.ts'
import { FieldValue, Firestore, GeoPoint, Timestamp } from '../../../functions/src/lib/firestore/firestore.ts'
import { instantFromParts } from '../../../functions/src/lib/instant.ts'
import { noInputs, type EnumerationPage } from '../../../functions/src/model/source.ts'
import { readFirestoreSourceConfig } from '../../../functions/src/sources/firestore/config.ts'
import { createOrderSource } from '../../../functions/src/sources/firestore/orderSource.ts'
import { OwnCollection, all, idsOf, numbered, readsOf } from './ownCollection.ts'

const orders = new OwnCollection()

const oddValues: readonly unknown[] = [
  null,
  false,
  Number.NaN,
  -0,
  1.5,
  2 ** 60,
  new Timestamp(1_767_225_600, 123_456_000),
  'later',
  'x'.repeat(2000),
  Buffer.from('bytes'),
  new GeoPoint(1, 2),
  [1, 2],
  FieldValue.vector([1, 2]),
  { at: 1 },
]

describe('an enumeration', () => {
  it('gives every document once, in an order that each cursor resumes', async () => {
    const lacking = ['none1', 'none2', 'none3', 'none4', 'none5', 'none6', 'none7']
    await orders.put({
      ...numbered(30, (i) => ({
        timestamp: Timestamp.fromMillis(Date.UTC(2026, 0, 1) + Math.floor(i / 4)),
        updatedAt: i,
      })),
      ...Object.fromEntries(oddValues.map((timestamp, i) => [`odd${i}`, { timestamp }])),
      ...Object.fromEntries(lacking.map((id) => [id, { status: 'PENDING' }])),
    })
    const source = orders.source()
    const pages = await all(source.enumerate('all', null, 3, noInputs))
    const ids = idsOf(pages)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(30 + oddValues.length + lacking.length)
    expect(ids.slice(-lacking.length)).toEqual(lacking)
    expect(pages.every(({ records }) => records.length <= 3)).toBe(true)
    for (const [i, { cursor }] of pages.entries()) {
      const rest = await all(source.enumerate('all', cursor, 4, noInputs))
      expect([...idsOf(pages.slice(0, i + 1)), ...idsOf(rest)]).toEqual(ids)
    }
  })

  it('costs a read for each document, and little more', async () => {
    await orders.put(numbered(25, (i) => ({ timestamp: i })))
    const pages = await all(orders.source().enumerate('all', null, 10, noInputs))
    expect(pages.map(({ records, usage }) => [records.length, usage.reads])).toEqual([
      [10, 10],
      [10, 10],
      [5, 5],
      // The proof of the end, and two counts.
      [0, 3],
    ])
    expect(pages.every(({ readTime, records }) => records.every(({ version }) => version <= readTime))).toBe(true)
  })

  it('of documents without the creation field reads all of them once more', async () => {
    await orders.put({ ...numbered(25, (i) => ({ timestamp: i })), e1: {}, e2: { timestamp: null } })
    const pages = await all(orders.source().enumerate('all', null, 10, noInputs))
    expect(idsOf(pages).slice(-1)).toEqual(['e1'])
    expect(readsOf(pages)).toBe(26 + 1 + 2 + 27 + 1)
  })

  it('of nothing is one empty page', async () => {
    const pages = await all(orders.source().enumerate('all', null, 10, noInputs))
    expect(pages.map(({ records, usage }) => [records.length, usage.reads])).toEqual([[0, 4]])
    expect(await all(orders.source().enumerate('all', pages[0]?.cursor ?? '', 10, noInputs))).toEqual([])
  })

  it('begins anew where the document that it stood at has changed and its value cannot be written down', async () => {
    await orders.put(numbered(6, (i) => ({ timestamp: [i] })))
    const source = orders.source()
    const [first] = await all(source.enumerate('all', null, 2, noInputs))
    const cursor = first?.cursor ?? ''
    expect(idsOf(await all(source.enumerate('all', cursor, 10, noInputs)))).toHaveLength(4)
    await orders.db.collection(orders.name).doc('d00001').update({ note: 1 })
    expect(idsOf(await all(source.enumerate('all', cursor, 10, noInputs)))).toHaveLength(6)
    await orders.db.collection(orders.name).doc('d00001').delete()
    expect(idsOf(await all(source.enumerate('all', cursor, 10, noInputs)))).toHaveLength(5)
  })

  it('begins anew by another field, and refuses a cursor that is none', async () => {
    await orders.put(numbered(6, (i) => ({ timestamp: i, placedAt: 6 - i })))
    const [first] = await all(orders.source().enumerate('all', null, 4, noInputs))
    const other = orders.source({ createdAtField: 'placedAt' })
    expect(idsOf(await all(other.enumerate('all', first?.cursor ?? '', 10, noInputs)))).toHaveLength(6)
    await expect(all(orders.source().enumerate('all', '{}', 10, noInputs))).rejects.toThrow(SourceError)
  })

  it('goes by id alone where no document says when it was created', async () => {
    await orders.put(numbered(7, (i) => ({ status: 'PAID', totalAmount: i })))
    const source = orders.source({ createdAtField: null })
    const pages = await all(source.enumerate('all', null, 3, noInputs))
    expect(idsOf(pages)).toEqual(Object.keys(numbered(7, () => ({}))))
    // Each document, and the proof of the end.
    expect(readsOf(pages)).toBe(8)
    const rest = await all(source.enumerate('all', pages[0]?.cursor ?? '', 10, noInputs))
    expect([...idsOf(pages.slice(0, 1)), ...idsOf(rest)]).toEqual(idsOf(pages))
  })

  it('that is given up midway leaves no call open', async () => {
    const own = new Firestore({ projectId: orders.projectId })
    await orders.put(numbered(3000, (i) => ({ timestamp: i, padding: 'p'.repeat(1000) })))
    const source = createOrderSource(own, readFirestoreSourceConfig({ collection: orders.name }))
    const read: EnumerationPage[] = []
    for await (const page of source.enumerate('all', null, 100, noInputs)) {
      read.push(page)
      if (read.length === 2) break
    }
    expect(idsOf(read)).toHaveLength(200)
    // Waits for every call that is open.
    await own.terminate()
  })

  it('says when each document was created and changed', async () => {
    await orders.put({ a: { status: 'PAID', totalAmount: '12.50', timestamp: null, updatedAt: null } })
    const source = orders.source()
    const [record] = (await all(source.enumerate('all', null, 10, noInputs))).flatMap(({ records }) => records)
    expect(record?.changedAt).toBeNull()
    const createTime = (await orders.db.collection(orders.name).doc('a').get()).createTime
    const parsed = record && source.parse(record, noInputs)
    const floored = createTime && instantFromParts(createTime.seconds, createTime.nanoseconds).slice(0, 23)
    expect(parsed?.ok && parsed.record.createdAt).toBe(`${floored}Z`)
  })
})
