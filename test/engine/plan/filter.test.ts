import { describe, expect, it } from 'vitest'

import { filterSchema, type Filter } from '../../../functions/src/contract/api.ts'
import { compileOrderFilter } from '../../../functions/src/engine/orders/orderQuery.ts'
import { matchesIn } from '../../../functions/src/engine/plan/matches.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { blockOf, type OrderRow as Row, row } from '../../query/rows.ts'

function passes(filter: Filter, fields: Partial<Row>): boolean {
  const block = blockOf([row({ id: 'firestore:1', ...fields })])
  return matchesIn({ block, hidden: null }, compileOrderFilter(orderStream, filterSchema.parse(filter))).count === 1
}

const noon = Date.UTC(2026, 4, 1, 12)
const noonIso = '2026-05-01T12:00:00.000Z'

describe.each([
  ['createdAt', 'createdFrom', 'createdTo'],
  ['updatedAt', 'updatedFrom', 'updatedTo'],
] as const)('the bounds of %s', (field, from, to) => {
  const isFrom = (bound: string, at: number): boolean => passes({ [from]: bound }, { [field]: at })
  const isTo = (bound: string, at: number): boolean => passes({ [to]: bound }, { [field]: at })

  it('include the moment they start at and exclude the one they end at', () => {
    expect([-1, 0, 1].map((ms) => isFrom(noonIso, noon + ms))).toEqual([false, true, true])
    expect([-1, 0, 1].map((ms) => isTo(noonIso, noon + ms))).toEqual([true, false, false])
  })

  it('are moments, whatever offset they are written with', () => {
    expect([-1, 0].map((ms) => isFrom('2026-05-01T14:00:00+02:00', noon + ms))).toEqual([false, true])
    expect([-1, 0].map((ms) => isTo('2026-05-01T06:30:00-05:30', noon + ms))).toEqual([true, false])
  })

  it('hold between the milliseconds too', () => {
    const finer = '2026-05-01T12:00:00.000001Z'
    expect([0, 1].map((ms) => isFrom(finer, noon + ms))).toEqual([false, true])
    expect([0, 1].map((ms) => isTo(finer, noon + ms))).toEqual([true, false])
    expect(isFrom('2026-05-01T12:00:00.000000Z', noon)).toBe(true)
    expect(isFrom('1960-05-01T12:00:00.0005Z', Date.parse('1960-05-01T12:00:00.000Z'))).toBe(false)
  })

  it('find nothing between a moment and itself', () => {
    expect(passes({ [from]: noonIso, [to]: noonIso }, { [field]: noon })).toBe(false)
  })

  it('look at no other time', () => {
    const other = field === 'createdAt' ? 'updatedAt' : 'createdAt'
    expect(passes({ [from]: noonIso }, { [field]: noon, [other]: 0 })).toBe(true)
    expect(passes({ [from]: noonIso }, { [field]: 0, [other]: noon })).toBe(false)
  })
})

describe('the bounds of totals', () => {
  it('are included', () => {
    expect([-6, -5, 0, 7, 8].map((total) => passes({ totalMin: -5, totalMax: 7 }, { total }))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ])
  })

  it('work alone, and zero is one', () => {
    expect([-1, 0, 1].map((total) => passes({ totalMin: 0 }, { total }))).toEqual([false, true, true])
    expect([-1, 0, 1].map((total) => passes({ totalMax: 0 }, { total }))).toEqual([true, true, false])
  })
})

describe('a facet', () => {
  it('matches any of the values listed', () => {
    const status: Filter['status'] = ['shipped', 'on_hold']
    expect(passes({ status }, { status: 'shipped' })).toBe(true)
    expect(passes({ status }, { status: 'on_hold' })).toBe(true)
    expect(passes({ status }, { status: 'pending' })).toBe(false)
  })

  it('must hold together with the others', () => {
    const filter: Filter = { status: ['shipped'], source: ['square'], currency: ['EUR'] }
    const wanted = { status: 'shipped', source: 'square', currency: 'EUR' } as const
    expect(passes(filter, wanted)).toBe(true)
    expect(passes(filter, { ...wanted, status: 'pending' })).toBe(false)
    expect(passes(filter, { ...wanted, source: 'firestore' })).toBe(false)
    expect(passes(filter, { ...wanted, currency: 'USD' })).toBe(false)
  })
})

describe('search', () => {
  it.each([
    ['id', 'firestore:Ab-12', 'E:aB-1'],
    ['orderNumber', 'TM-1007', 'm-10'],
    ['customerName', 'Zoë Grüßner', 'OE GRUSS'],
    ['customerEmail', 'zoe@example.com', '@EXAMPLE'],
    ['skus', 'TEE-RED-S\nMUG-01', 'mug'],
  ])('finds a part of %s without regard to case and accents', (field, value, search) => {
    expect(passes({ search }, { [field]: value })).toBe(true)
    expect(passes({ search: `${search}?` }, { [field]: value })).toBe(false)
  })

  it('finds accents that are left out, added, or written as combining marks', () => {
    for (const search of ['Zoë', 'zoe', 'ZOE\u0308', 'zöé']) {
      expect([search, passes({ search }, { customerName: 'Zoë' })]).toEqual([search, true])
    }
  })

  it('finds a part of a word that ends in a final sigma', () => {
    expect(passes({ search: 'ΟΔΟΣ' }, { customerName: 'οδοσήμανση' })).toBe(true)
    expect(passes({ search: 'οδοσ' }, { customerName: 'ΟΔΟΣ' })).toBe(true)
  })

  it('looks at no other field', () => {
    const hidden = {
      sourceId: 'needle',
      sourceStatus: 'needle',
      customerId: 'needle',
      customerPhone: 'needle',
      hash: 'needle',
      version: 'needle',
    }
    expect(passes({ search: 'needle' }, hidden)).toBe(false)
    expect(passes({ search: 'null' }, {})).toBe(false)
  })

  it('does not match across fields', () => {
    const fields = { orderNumber: 'AB', customerName: 'CD', customerEmail: 'EF', skus: 'GH' }
    for (const search of ['abcd', 'cdef', 'efgh', 'b c', 'b\nc', 'b\0c']) {
      expect([search, passes({ search }, fields)]).toEqual([search, false])
    }
  })

  it('does not match across SKUs, not even with a line feed', () => {
    const skus = 'RED\nBLUE'
    expect(passes({ search: 'dblu' }, { skus })).toBe(false)
    expect(passes({ search: 'd\nb' }, { skus })).toBe(false)
    expect(passes({ search: '\n' }, { skus })).toBe(false)
    expect(passes({ search: 'd\nb' }, { customerName: 'red\nblue' })).toBe(true)
  })

  it('takes every sign literally', () => {
    expect(passes({ search: '.*' }, { orderNumber: 'TM-1' })).toBe(false)
    expect(passes({ search: '(%_' }, { orderNumber: 'a(%_b' })).toBe(true)
  })

  it('for accents alone finds every row', () => {
    expect(passes({ search: '\u0301' }, {})).toBe(true)
  })
})

it('an empty filter finds every row', () => {
  expect(passes({}, { total: -1, createdAt: 0 })).toBe(true)
})
