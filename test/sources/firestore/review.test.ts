import { describe, expect, it } from 'vitest'

import { instantFromParts } from '../../../functions/src/lib/instant.ts'
import type { SourceRecord } from '../../../functions/src/model/source.ts'
import { orderLayout, readFirestoreSourceConfig } from '../../../functions/src/sources/firestore/config.ts'
import { watchedOrderFields } from '../../../functions/src/sources/firestore/orderSource.ts'
import { marker, review } from '../../../functions/src/sources/firestore/review.ts'
import { ordersAs } from '../../harness/orderSettings.ts'

type Settings = Parameters<typeof readFirestoreSourceConfig>[0]

const createTime = instantFromParts(1_767_225_600, 0)
const order = { status: 'PAID', totalAmount: 1, timestamp: 1_767_225_600_000, updatedAt: 1_767_225_600_000 }

/** The review of an enumeration of documents with these data. */
function reviewOf(documents: readonly Record<string, unknown>[], settings: Settings = {}) {
  const config = readFirestoreSourceConfig({ changedAtField: 'updatedAt', ...settings })
  const [layout, fields] = [orderLayout(config), watchedOrderFields(config)]
  const marksOf = marker(layout, fields)
  const marks: Record<string, number> = {}
  for (const [i, data] of documents.entries()) {
    const record: SourceRecord = {
      sourceId: `o${i}`,
      changedAt: null,
      version: '1',
      readTime: createTime,
      raw: { data, createTime },
    }
    for (const mark of marksOf(record)) marks[mark] = (marks[mark] ?? 0) + 1
  }
  const { notices, changeTimes } = review(layout, fields, marks, documents.length)
  return {
    kinds: notices.map(({ kind }) => kind),
    messages: notices.map(({ message }) => message).join('\n'),
    changeTimes,
  }
}

describe('a review of all orders', () => {
  it('finds nothing where all is well', () => {
    expect(reviewOf([order, order])).toEqual({ kinds: [], messages: '', changeTimes: 'ordered' })
  })

  it('names the path of a column that the shop declares and that no order has, but for one with a default', () => {
    const orders = ordersAs({
      columns: [
        { name: 'note', path: 'meta.note', kind: 'text' },
        { name: 'boxes', path: { path: 'boxes', default: 1 }, kind: 'integer' },
      ],
    })
    expect(reviewOf([{ ...order, meta: { note: 'x' } }, order], { orders })).toMatchObject({ kinds: [] })
    const { kinds, messages } = reviewOf([order], { orders })
    expect(kinds).toEqual(['absent-fields'])
    expect(messages).toContain('"meta.note" (orders.columns in functions/tidemark.json)')
    expect(messages).not.toContain('boxes')
  })

  it('of none says that there is none, and nothing of their times', () => {
    expect(reviewOf([])).toMatchObject({ kinds: ['empty-source'], changeTimes: null })
  })

  it.each([
    [{ updatedAt: null }, 'none', ['absent-fields']],
    [{ updatedAt: '2026-01-01T10:00:00+05:30' }, 'unreadable', ['unreadable-change-times']],
    [{ updatedAt: { seconds: 1 } }, 'unreadable', ['unreadable-change-times']],
    [{ timestamp: null }, 'ordered', ['absent-fields']],
    [{ status: null, totalAmount: undefined }, 'ordered', ['absent-fields']],
  ] as const)('all of which have %j', (fields, changeTimes, kinds) => {
    expect(reviewOf([{ ...order, ...fields }])).toMatchObject({ kinds, changeTimes })
  })

  it.each([
    [{ updatedAt: null }, 'ordered', ['missing-change-time']],
    [{ updatedAt: 'soon' }, 'mixed', ['mixed-change-times']],
    [{ updatedAt: 1_767_225_600 }, 'mixed', ['mixed-change-times']],
    [{ status: null }, 'ordered', []],
  ] as const)('one of which has %j', (fields, changeTimes, kinds) => {
    expect(reviewOf([order, { ...order, ...fields }])).toMatchObject({ kinds, changeTimes })
  })

  it('misses no field that the settings say is not there', () => {
    const settings: Settings = { orders: ordersAs({ createdAt: null, changedAt: null }), changeFeed: true }
    const { status, totalAmount } = order
    expect(reviewOf([{ status, totalAmount }], settings)).toEqual({ kinds: [], messages: '', changeTimes: 'none' })
    const { kinds, messages } = reviewOf([{ status, totalAmount }], { ...settings, changeFeed: false })
    expect(kinds).toEqual(['missing-change-time'])
    expect(messages).toMatch(
      /orders\.changedAt in functions\/tidemark\.json.*by full runs only\. Switch on CHANGE_FEED/,
    )
  })

  it('looks for what may stand in several places in each, and for nothing that has a default', () => {
    const settings: Settings = {
      orders: ordersAs({
        fields: {
          orderId: ['no', 'number'],
          'customer.name': { join: ['first', 'last'] },
          tax: { path: 'vat', default: 0 },
          items: 'cart',
          'items.sku': 'code',
        },
        status: { default: 'completed' },
        totalFromItems: true,
      }),
    }
    const { timestamp, updatedAt } = order
    const data = { timestamp, updatedAt, number: 7, last: 'Example', cart: '{"p1":{"code":"S1"}}' }
    expect(reviewOf([data], settings).kinds).toEqual([])
    expect(reviewOf([{ timestamp, updatedAt }], settings).messages).toContain(
      '"no" (orders.fields in functions/tidemark.json), "first" (orders.fields in functions/tidemark.json), ' +
        '"cart" (orders.fields in functions/tidemark.json), "cart[].code"',
    )
  })

  it('counts the kinds of times', () => {
    const { messages } = reviewOf([order, order, { ...order, updatedAt: 'soon' }])
    expect(messages).toContain('epoch milliseconds (2), none that can be read (1)')
  })

  it('looks for mapped fields where they are mapped to, in items as well, and quotes no value', () => {
    const settings: Settings = {
      orders: ordersAs({ fields: { currency: 'money.unit', items: 'lines', 'items.sku': 'code' } }),
    }
    const mapped = { ...order, money: { unit: 'EUR' }, lines: [{}, { code: 'S1' }] }
    expect(reviewOf([mapped], settings).kinds).toEqual([])
    const { messages } = reviewOf([{ ...order, currency: 'secret', lines: [{ sku: 'secret' }] }], settings)
    expect(messages).toContain('"money.unit" (orders.fields in functions/tidemark.json), "lines[].code" (orders.fields')
    expect(messages).not.toContain('secret')
  })
})
