import { describe, expect, it } from 'vitest'

import { instantFromMs } from '../../../../functions/src/lib/instant.ts'
import type { ParsedRecord, SourceRecord } from '../../../../functions/src/model/source.ts'
import { recordParser } from '../../../../functions/src/sources/firestore/records/parser.ts'
import { recordStreamOf, type OwnRecord } from '../../../../functions/src/sources/firestore/records/stream.ts'
import { productOf, products, recordSourceOf } from '../../../harness/ownStreams.ts'

const createTime = instantFromMs(Date.UTC(2026, 0, 5))
const version = instantFromMs(Date.UTC(2026, 0, 6))

function recordWith(data: unknown): SourceRecord {
  return { sourceId: 'p1', changedAt: null, version, readTime: version, raw: { data, createTime } }
}

function parsed(data: unknown, settings: object = products): ParsedRecord<OwnRecord> {
  return recordParser(recordSourceOf(settings))(recordWith(data))
}

function recordOf(data: unknown, settings?: object): OwnRecord {
  const read = parsed(data, settings)
  if (!read.ok) throw new Error(read.reason)
  return read.record
}

function priced(settings: object, price: unknown): unknown {
  return recordOf({ price }, { ...products, ...settings }).unitPrice
}

describe('a document of a declared stream', () => {
  it('becomes a record of its stream, with the document as its payload', () => {
    const data = productOf(9)
    const record = recordOf(data)
    expect(record).toEqual({
      id: 'firestore:p1',
      source: 'firestore',
      sourceId: 'p1',
      createdAt: '2026-01-01T18:00:00.000Z',
      updatedAt: '2026-01-01T18:00:00.000Z',
      currency: 'EUR',
      title: 'Chair 9',
      brand: 'Alba',
      unitPrice: 1_225,
      stock: 4,
      weight: 4.5,
      soldOut: false,
      restockedAt: '2026-01-01T18:00:00.000Z',
      memo: 'Seen by nobody 9',
    })
    expect(parsed(data)).toMatchObject({ payload: data })
    expect(recordStreamOf('products', recordSourceOf(products).settings).schema.parse(record)).toEqual(record)
  })

  it('has Firestore’s times where it says none', () => {
    expect(recordOf({})).toMatchObject({
      createdAt: '2026-01-05T00:00:00.000Z',
      updatedAt: '2026-01-06T00:00:00.000Z',
      title: null,
      unitPrice: null,
    })
  })

  it('is quarantined where its creation time cannot be read, by a reason that quotes nothing', () => {
    const read = parsed({ addedAt: 'the day before' })
    expect(read).toEqual({
      ok: false,
      reason: 'addedAt: is not a time that can be read: correct streams.products.createdAt in functions/tidemark.json',
    })
  })

  it('has an amount in the unit of its stream, exactly or not at all', () => {
    expect(priced({}, 0.29)).toBe(29)
    expect(priced({ currency: 'JPY' }, 300)).toBe(300)
    expect(priced({ unit: 'minor' }, 1_225)).toBe(1_225)
    expect(priced({ unit: 'minor' }, '1225')).toBe(1_225)
    expect(priced({ unit: 'minor' }, 12.5)).toBeNull()
    expect(priced({}, 'twelve')).toBeNull()
    expect(priced({}, '12,50 €')).toBe(1_250)
    // Another currency than the one of the record, or what could be two amounts, is no amount of it.
    expect(priced({}, '$12.50')).toBeNull()
    expect(priced({}, '1,234')).toBeNull()
  })

  it('has an amount in the currency that it names, and none where nobody can read which', () => {
    const settings = { ...products, currencyField: 'money' }
    expect(recordOf({ price: 5, money: 'jpy' }, settings)).toMatchObject({ currency: 'JPY', unitPrice: 5 })
    expect(recordOf({ price: 5 }, settings)).toMatchObject({ currency: 'EUR', unitPrice: 500 })
    expect(recordOf({ price: 5, money: 'shells' }, settings)).toMatchObject({ currency: null, unitPrice: null })
    const { currency: _currency, ...unnamed } = settings
    expect(recordOf({ price: 5 }, unnamed)).toMatchObject({ currency: null, unitPrice: null })
  })
})

describe('a stream as it is declared', () => {
  const stream = recordStreamOf('products', recordSourceOf(products).settings)

  it('has the declared columns, the currency of its amounts, and the time of the last change', () => {
    expect(stream.columns.map(({ name, label, kind }) => [name, label, kind])).toEqual([
      ['title', 'Title', 'text'],
      ['brand', 'Brand', 'category'],
      ['unitPrice', 'Unit price', 'integer'],
      ['stock', 'Stock', 'integer'],
      ['weight', 'Weight', 'number'],
      ['soldOut', 'Sold out', 'flag'],
      ['restockedAt', 'Restocked at', 'time'],
      ['memo', 'Memo', 'text'],
      ['currency', 'Currency', 'category'],
      ['updatedAt', 'Updated', 'time'],
    ])
    expect(stream.columns.filter(({ personal }) => personal).map(({ name }) => name)).toEqual(['memo'])
  })

  it('takes a record of an earlier declaration, without the values that are declared anew', () => {
    const record = recordOf(productOf(9))
    const { stock: _stock, ...without } = record
    expect(stream.schema.parse({ ...without, title: 7, colour: 'red' })).toEqual({
      ...record,
      title: null,
      stock: null,
    })
  })
})
