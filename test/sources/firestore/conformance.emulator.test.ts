import { randomUUID } from 'node:crypto'

import { afterAll, describe, expect, it } from 'vitest'

import { readFirestoreSourceConfig } from '../../../functions/src/sources/firestore/config.ts'
import { patternOf } from '../../../functions/src/sources/firestore/pattern.ts'
import { createOrderSource } from '../../../functions/src/sources/firestore/orderSource.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { databaseOf } from '../../harness/firestore.ts'
import { rulesOf, type MakeSubject } from '../conformance.ts'

const db = databaseOf()
afterAll(() => db.terminate())

/** Orders of a collection, whose path may have a wildcard; `idOf` gives the id of the nth. */
function makerOf(pattern: (name: string) => string, idOf?: (n: number) => string): MakeSubject {
  return async () => {
    const collection = pattern(`orders_${randomUUID()}`)
    const { pathOf } = patternOf(collection)
    const documentOf = (sourceId: string) => db.doc(pathOf(sourceId) ?? '')
    return {
      source: createOrderSource(db, readFirestoreSourceConfig({ collection, changedAtField: 'updatedAt' })),
      stream: orderStream,
      ...(idOf && { idOf }),
      put: async (sourceId, updatedAt, note = 'first') => {
        await documentOf(sourceId).set({ status: 'PAID', totalAmount: 1, timestamp: updatedAt, updatedAt, note })
      },
      remove: async (sourceId) => {
        await documentOf(sourceId).delete()
      },
    }
  }
}

/** The id of the nth order: four below each user, the same four ids below all. They sort as n grows. */
const idBelowUsers = (n: number): string => `user ${String(Math.floor(n / 4)).padStart(2, '0')}~o${n % 4}`

describe.each([
  ['a collection of orders', makerOf((name) => name)],
  ['orders below each user', makerOf((name) => `users/{uid}/${name}`, idBelowUsers)],
  ['orders below a fixed document and any', makerOf((name) => `shops/main/users/{uid}/${name}`, idBelowUsers)],
])('%s', (_about, make) => {
  it.each(Object.entries(rulesOf.ordered))('%s', async (_name, rule) => {
    expect.hasAssertions()
    await rule(make)
  })
})
