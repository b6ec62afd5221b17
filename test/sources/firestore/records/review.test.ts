import { afterAll, expect, it } from 'vitest'

import { Firestore } from '../../../../functions/src/lib/firestore/firestore.ts'
import { instantFromMs } from '../../../../functions/src/lib/instant.ts'
import type { Review, Source } from '../../../../functions/src/model/source.ts'
import { createRecordSource } from '../../../../functions/src/sources/firestore/records/source.ts'
import { productOf, products, recordSourceOf } from '../../../harness/ownStreams.ts'

/** A database of which nothing is read. */
const db = new Firestore({ projectId: 'demo-review' })
afterAll(() => db.terminate())

function reviewed(documents: readonly unknown[], settings: object = products): Review {
  const source: Source = createRecordSource(db, recordSourceOf(settings))
  const at = instantFromMs(0)
  const marks: Record<string, number> = {}
  for (const data of documents) {
    const raw = { data, createTime: at }
    for (const mark of source.marksOf({ sourceId: 'p', changedAt: null, version: at, readTime: at, raw }))
      marks[mark] = (marks[mark] ?? 0) + 1
  }
  return source.review(marks, documents.length)
}

const messagesOf = ({ notices }: Review): string[] => notices.map(({ kind, message }) => `${kind}: ${message}`)

it('nothing is said of documents that are as they were declared, and may lack values', () => {
  expect(messagesOf(reviewed([productOf(0), { ...productOf(1), price: null, stock: '' }]))).toEqual([])
})

it('values that cannot be read are counted, by the settings that say where they are', () => {
  const documents = [productOf(0), { ...productOf(1), price: 'two' }, { ...productOf(2), price: {}, stock: 2.5 }]
  const [message = ''] = messagesOf(reviewed(documents))
  expect(message).toContain(
    'unread-parts: Parts of products cannot be read, and are left out: ' +
      'the column "unitPrice" cannot be read: set its path or kind in streams.products.columns (2 of 3 products); ' +
      'the column "stock" cannot be read: set its path or kind in streams.products.columns (1 of 3 products).',
  )
})

it('a currency that cannot be read is told, and the amounts that nobody can read without it', () => {
  const [message = ''] = messagesOf(
    reviewed(
      [
        { ...productOf(0), money: 'shells' },
        { ...productOf(1), money: 'EUR' },
      ],
      { ...products, currencyField: 'money' },
    ),
  )
  expect(message).toContain('the currency cannot be read: set streams.products.currencyField (1 of 2 products)')
  // Nobody can read its amounts without it.
  expect(message).toContain('the column "unitPrice" cannot be read')
})

it('columns that no document has are told', () => {
  const columns = [{ name: 'colour', path: 'colour', kind: 'text' }]
  expect(messagesOf(reviewed([productOf(0), productOf(1)], { ...products, columns }))).toEqual([
    'absent-fields: None of 2 products in "goods" has "colour" (streams.products.columns.colour in functions/tidemark.json): ' +
      'correct the setting and deploy: a full run follows by itself.',
  ])
})

it('columns that have a default may be absent', () => {
  const columns = [{ name: 'colour', path: { path: 'colour', default: 'white' }, kind: 'text' }]
  expect(messagesOf(reviewed([productOf(0), productOf(1)], { ...products, columns }))).toEqual([])
})

it('an empty collection is told by its setting', () => {
  expect(messagesOf(reviewed([]))[0]).toContain('streams.products.collection in functions/tidemark.json')
})
