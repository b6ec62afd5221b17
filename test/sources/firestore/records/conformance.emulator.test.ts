import { randomUUID } from 'node:crypto'

import { afterAll, describe, expect, it } from 'vitest'

import { createRecordSource } from '../../../../functions/src/sources/firestore/records/source.ts'
import { recordStreamOf } from '../../../../functions/src/sources/firestore/records/stream.ts'
import { databaseOf } from '../../../harness/firestore.ts'
import { products, recordSourceOf } from '../../../harness/ownStreams.ts'
import { rulesOf, type MakeSubject } from '../../conformance.ts'

const db = databaseOf()
afterAll(() => db.terminate())

function subjectOf(createdAt: string | null): MakeSubject {
  return async () => {
    const config = recordSourceOf({ ...products, collection: `goods_${randomUUID()}`, createdAt })
    const goods = db.collection(config.settings.collection)
    return {
      source: createRecordSource(db, config),
      stream: recordStreamOf(config.name, config.settings),
      put: async (sourceId, editedAt, memo = 'first') => {
        await goods.doc(sourceId).set({ title: sourceId, addedAt: editedAt, editedAt, memo })
      },
      remove: async (sourceId) => {
        await goods.doc(sourceId).delete()
      },
    }
  }
}

/** The rules without refusals: every document is a record, with empty columns where it lacks a field. Quarantine is in parser.test.ts. */
const { 'refuses what is no record of its stream, in words, and never throws': _refuses, ...rules } = rulesOf.ordered

describe.each([
  ['that say when they were created', subjectOf(products.createdAt)],
  ['that do not', subjectOf(null)],
])('a declared collection of documents %s', (_what, make) => {
  it.each(Object.entries(rules))('%s', async (_name, rule) => {
    expect.hasAssertions()
    await rule(make)
  })
})
