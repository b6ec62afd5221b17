import { describe, expect, it } from 'vitest'

import { Firestore } from '../../../functions/src/lib/firestore/firestore.ts'
import { instantFromMs, instantFromParts } from '../../../functions/src/lib/instant.ts'
import { noInputs } from '../../../functions/src/model/source.ts'
import { readFirestoreSourceConfig } from '../../../functions/src/sources/firestore/config.ts'
import { createOrderSource } from '../../../functions/src/sources/firestore/orderSource.ts'
import { OwnCollection, all, idsOf, numbered, whole } from './ownCollection.ts'

const orders = new OwnCollection()

describe('a lookup', () => {
  it('tells what is there and proves what is not', async () => {
    await orders.put(numbered(700, (i) => ({ updatedAt: i })))
    const asked = [...Array.from({ length: 650 }, (_, i) => `d${String(i).padStart(5, '0')}`), 'gone', 'd00000']
    const { found, absent, readTime, usage } = await orders.source().lookup(asked, noInputs)
    expect(found.map(({ sourceId }) => sourceId)).toEqual(asked.slice(0, 650))
    expect(absent.map(({ sourceId }) => sourceId)).toEqual(['gone'])
    expect(absent.every((one) => one.readTime >= readTime)).toBe(true)
    expect(usage).toEqual({ calls: 7, reads: 651 })
    await orders.put({ gone: {} })
    const back = await orders.source().lookup(['gone'], noInputs)
    expect(back.found[0] && back.found[0].version > readTime).toBe(true)
  })

  it('of nothing asks nothing', async () => {
    expect(await orders.source().lookup([], noInputs)).toMatchObject({
      found: [],
      absent: [],
      usage: { calls: 0, reads: 0 },
    })
  })
})

it('counts', async () => {
  await orders.put(numbered(1001, (i) => ({ timestamp: i })))
  expect(await orders.source().count()).toEqual({ total: 1001, usage: { calls: 1, reads: 2 } })
})

it('has the identity of its database and collection, in whatever project', () => {
  expect(orders.source().identity).toBe(`(default)/${orders.name}`)
  const named = new Firestore({ projectId: 'demo-other', databaseId: 'shop' })
  const config = readFirestoreSourceConfig({ collection: 'shops/main/orders' })
  expect(createOrderSource(named, config).identity).toBe('shop/shops/main/orders')
})

it('finds updates only by a change time of its own', () => {
  expect(orders.source().findsUpdates).toBe(true)
  expect(orders.source({ changedAtField: 'timestamp' }).findsUpdates).toBe(false)
})

it('reads no window where no document says when it changed, and then finds changes by what is reported alone', async () => {
  await orders.put(numbered(3, (i) => ({ timestamp: i })))
  expect(await all(orders.source({ changedAtField: null }).changes(whole, 10))).toEqual([])
  expect(orders.source({ changedAtField: null }).findsUpdates).toBe(false)
  expect(orders.source({ changedAtField: null, changeFeed: true }).findsUpdates).toBe(true)
})

it('reads time fields whose names have blanks, signs and dots', async () => {
  const at = instantFromMs(Date.UTC(2026, 0, 5))
  await orders.put({
    a: { 'Placed At #1': at, meta: { 'v1.changed': at } },
    b: { Placed: at },
    c: { 'v1.changed': at },
  })
  const source = orders.source({ createdAtField: 'Placed At #1', changedAtField: 'meta.`v1.changed`' })
  expect(idsOf(await all(source.changes(whole, 10)))).toEqual(['a'])
  expect(idsOf(await all(source.enumerate('all', null, 10, noInputs)))).toEqual(['a', 'b', 'c'])
})

it('reads nested time fields', async () => {
  await orders.put({ a: { meta: { changed: instantFromParts(1_767_571_200, 5000) } }, b: { 'meta.changed': 1 } })
  const source = orders.source({ createdAtField: 'meta.changed', changedAtField: 'meta.changed' })
  expect(idsOf(await all(source.changes(whole, 10)))).toEqual(['a'])
  expect(idsOf(await all(source.enumerate('all', null, 10, noInputs)))).toEqual(['a', 'b'])
})
