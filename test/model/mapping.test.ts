import { expect, it } from 'vitest'

import { mappingOf, noMapping } from '../../functions/src/model/mapping.ts'
import { readFirestoreSourceConfig } from '../../functions/src/sources/firestore/config.ts'
import { orderMapping } from '../../functions/src/sources/firestore/orderSource.ts'
import { ordersAs } from '../harness/orderSettings.ts'

const mappingWith = (input: Parameters<typeof readFirestoreSourceConfig>[0]): string =>
  orderMapping(readFirestoreSourceConfig(input))

it('is the same in whatever order settings stand, and whether defaults are written or left out', () => {
  expect(mappingOf({ a: { x: 1, y: [2, 3] }, b: 'z' })).toBe(mappingOf({ b: 'z', a: { y: [2, 3], x: 1 } }))
  expect(mappingOf({ words: {}, unit: 'major', own: 1 }, { words: {}, unit: 'major' })).toBe(mappingOf({ own: 1 }))
  expect(mappingOf({ rules: [1, 2] })).not.toBe(mappingOf({ rules: [2, 1] }))
  expect(mappingWith({})).toBe(noMapping)
})

it.each([
  ['a word', { orders: ordersAs({ status: { words: { sent: 'shipped' } } }) }],
  ['a unit', { orders: ordersAs({ money: { unit: 'minor' } }) }],
  ['a zone', { orders: ordersAs({ timeZone: 'Asia/Kolkata' }) }],
  ['a field', { orders: ordersAs({ fields: { totalAmount: 'sum' } }) }],
  ['the currency', { defaultCurrency: 'EUR' }],
  ['the creation time', { createdAtField: 'date' }],
  ['the change time, for it is shown', { changedAtField: 'updatedAt' }],
  ['a column', { orders: ordersAs({ columns: [{ name: 'note', path: 'note', kind: 'text' }] }) }],
])('is another one with %s', (_what, config) => {
  expect(mappingWith(config)).not.toBe(noMapping)
})

function columns(more: object): Parameters<typeof mappingWith>[0] {
  return { orders: ordersAs({ columns: [{ name: 'note', path: 'note', kind: 'text', ...more }] }) }
}

it('is the same where the settings change how orders are found or shown', () => {
  expect(mappingWith(columns({ label: 'Note', shown: false, search: true }))).toBe(mappingWith(columns({})))
  expect(mappingWith({ collection: 'purchases', changeFeed: true })).toBe(noMapping)
  expect(mappingWith({ orders: ordersAs({ currency: 'EUR' }) })).toBe(mappingWith({ defaultCurrency: 'EUR' }))
})
