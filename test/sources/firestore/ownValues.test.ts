import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { GeoPoint, Timestamp } from '../../../functions/src/lib/firestore/firestore.ts'
import { amountReader } from '../../../functions/src/sources/firestore/amounts.ts'
import { ownValueReader } from '../../../functions/src/sources/firestore/ownValues.ts'
import {
  recordSettingsSchema,
  usualOrders,
  type ColumnSettings,
} from '../../../functions/src/sources/firestore/settings.ts'

type Kind = ColumnSettings['kind']

const context = { timeZone: 'Asia/Kolkata', amounts: amountReader(usualOrders.money, 'EUR') }

function columnsOf(kinds: readonly Kind[]): ColumnSettings[] {
  const columns = kinds.map((kind) => ({ name: `${kind}Column`, path: 'value', kind }))
  return recordSettingsSchema.parse({ collection: 'things', currency: 'EUR', columns }).columns
}

/** The value of a column, or 'unread' where it is there and cannot be read. */
function read(kind: Kind, value: unknown, currency: string | null = 'EUR'): unknown {
  const { values, unread } = ownValueReader(columnsOf([kind]), context)({ value }, currency)
  return unread.length > 0 ? 'unread' : values[`${kind}Column`]
}

describe('the value of a column that a shop declared', () => {
  it.each<[Kind, unknown, unknown]>([
    ['text', 'Tea', 'Tea'],
    ['text', '', ''],
    ['text', 7, '7'],
    ['text', ['red', 'blue'], 'red, blue'],
    ['text', new GeoPoint(12, 34), '12, 34'],
    ['text', { en: 'Tea' }, 'unread'],
    ['text', [['red']], 'unread'],
    ['text', Number.NaN, 'unread'],
    ['category', 'tea', 'tea'],
    ['category', ['tea'], 'unread'],
    ['category', '__proto__', 'unread'],
    ['category', ' ', null],
    ['integer', 3, 3],
    ['integer', ' 3 ', 3],
    ['integer', '3.0', 3],
    ['integer', 2.5, 'unread'],
    ['integer', 2 ** 60, 'unread'],
    ['integer', 'three', 'unread'],
    ['number', 2.5, 2.5],
    ['number', '-2.5', -2.5],
    ['number', '1,234', 'unread'],
    ['number', '1e3', 'unread'],
    ['number', Number.POSITIVE_INFINITY, 'unread'],
    ['number', '', null],
    ['time', Timestamp.fromMillis(1_795_000_000_123), '2026-11-18T11:06:40.123Z'],
    ['time', 1_795_000_000, '2026-11-18T11:06:40.000Z'],
    ['time', '2026-11-18T16:36:40+05:30', '2026-11-18T11:06:40.000Z'],
    ['time', '2026-11-28 22:27:20', '2026-11-28T16:57:20.000Z'],
    ['time', 'yesterday', 'unread'],
    ['flag', true, true],
    ['flag', 0, false],
    ['flag', 'True', true],
    ['flag', 'perhaps', 'unread'],
    ['flag', 2, 'unread'],
    ['money', 2.5, 250],
    ['money', 'two', 'unread'],
  ])('of kind %s: %j is %j', (kind, value, expected) => {
    expect(read(kind, value)).toEqual(expected)
  })

  it.each<Kind>(['text', 'category', 'integer', 'number', 'time', 'flag', 'money'])(
    'of kind %s is null where nothing is there, which is no fault',
    (kind) => {
      expect(read(kind, null)).toBeNull()
      expect(read(kind, undefined)).toBeNull()
    },
  )

  it('is no amount where nobody knows its currency', () => {
    expect(read('money', 2.5, null)).toBe('unread')
  })

  it('is read or told as unread, whatever is there', () => {
    const kinds: readonly Kind[] = ['text', 'category', 'integer', 'number', 'time', 'flag', 'money']
    const readAll = ownValueReader(columnsOf(kinds), context)
    fc.assert(
      fc.property(fc.anything({ withBigInt: true }), (value) => {
        const { values, unread } = readAll({ value }, 'EUR')
        const isThere = value !== null && value !== undefined && !(typeof value === 'string' && value.trim() === '')
        for (const [name, found] of Object.entries(values))
          expect(unread.includes(name)).toBe(isThere && found === null)
      }),
    )
  })
})
