import { randomUUID } from 'node:crypto'

import { afterAll, describe, expect, it } from 'vitest'

import { readFirestoreSourceConfig } from '../../../functions/src/sources/firestore/config.ts'
import { createOrderSource } from '../../../functions/src/sources/firestore/orderSource.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { databaseOf } from '../../harness/firestore.ts'
import { rulesOf, type MakeSubject } from '../conformance.ts'

const db = databaseOf()
afterAll(() => db.terminate())

const make: MakeSubject = async () => {
  const collection = `orders_${randomUUID()}`
  const orders = db.collection(collection)
  return {
    source: createOrderSource(db, readFirestoreSourceConfig({ collection, changedAtField: 'updatedAt' })),
    stream: orderStream,
    put: async (sourceId, updatedAt, note = 'first') => {
      await orders.doc(sourceId).set({ status: 'PAID', totalAmount: 1, timestamp: updatedAt, updatedAt, note })
    },
    remove: async (sourceId) => {
      await orders.doc(sourceId).delete()
    },
  }
}

describe('a collection of orders', () => {
  it.each(Object.entries(rulesOf.ordered))('%s', async (_name, rule) => {
    expect.hasAssertions()
    await rule(make)
  })
})
