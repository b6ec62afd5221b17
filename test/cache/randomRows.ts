import { createHash } from 'node:crypto'

import * as fc from 'fast-check'

import { orderStatuses, sourceNames } from '../../functions/src/contract/order.ts'
import type { OrderRow as Row } from '../query/rows.ts'

/** `length` characters that compression can do little with, always the same ones for a seed. */
export function noise(seed: number, length: number): string {
  const bytes = createHash('shake256', { outputLength: Math.ceil(length * 0.75) })
    .update(String(seed))
    .digest()
  return bytes.toString('base64').slice(0, length)
}

/** About how many bytes of text a row has; the largest row that is accepted has 32,000. */
export const textBytes = { small: 0, medium: 1_500, large: 7_000, largest: 31_000 }
export type RowSize = keyof typeof textBytes

/** A row whose every column follows from `seed`. */
export function rowOfSeed(id: string, createdAt: number, seed: number, size: RowSize = 'small'): Row {
  const text = noise(seed, textBytes[size])
  return {
    id,
    createdAt,
    version: String(seed).padStart(8, '0'),
    hash: createHash('sha256').update(`${id} ${seed}`).digest('hex').slice(0, 16),
    deletedAt: null,
    source: 'firestore',
    orderNumber: `#${seed}`,
    status: orderStatuses[seed % orderStatuses.length] ?? 'pending',
    sourceStatus: `S${seed % 11}`,
    statusUnknown: seed % 5 === 0,
    currency: ['USD', 'EUR', 'JPY'][seed % 3] ?? 'USD',
    total: (seed % 1_000) - 200,
    subtotal: seed % 900,
    tax: seed % 7,
    shipping: seed % 5,
    discount: seed % 3,
    customerId: seed % 4 === 0 ? null : `c${seed % 50}`,
    customerName: text.slice(8_000),
    customerEmail: null,
    customerPhone: null,
    itemCount: (seed % 9) / 4,
    updatedAt: createdAt + seed,
    skus: text.slice(0, 8_000),
    productNames: '',
  }
}

/** Orders number `from` to `to` (exclusive), one a second. */
export function rowsInTime(from: number, to: number, size: RowSize = 'small'): Row[] {
  return Array.from({ length: to - from }, (_, i) => {
    const n = from + i
    return rowOfSeed(`firestore:${String(n).padStart(6, '0')}`, n * 1_000, n, size)
  })
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom('', '\0', '"\\\n\u2028', '😀', '__proto__', '9007199254740993'),
)
const time = fc.integer({ min: Date.UTC(0, 0, 1), max: Date.UTC(9999, 11, 31) })
const orNull = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { freq: 3 })

/** Any row at all; `amount` bounds the integer columns. JSON has one zero, so there is no -0. */
export function anyRow(amount = 2 ** 52 - 1): fc.Arbitrary<Row> {
  const units = fc.oneof(fc.integer({ min: -amount, max: amount }), fc.integer({ min: -99, max: 99 }))
  const ids = text.map((sourceId) => `firestore:${sourceId}`)
  const others = fc.record({
    createdAt: time,
    version: text,
    hash: fc.constantFrom('0123456789abcdef', 'ffffffffffffffff'),
    deletedAt: orNull(time),
    source: fc.constantFrom(...sourceNames),
    orderNumber: text,
    status: fc.constantFrom(...orderStatuses),
    sourceStatus: text,
    statusUnknown: fc.boolean(),
    currency: fc.constantFrom('USD', 'EUR', 'XXX'),
    total: units,
    subtotal: units,
    tax: units,
    shipping: units,
    discount: units,
    customerId: orNull(text),
    customerName: orNull(text),
    customerEmail: orNull(text),
    customerPhone: orNull(text),
    itemCount: fc.double({ noNaN: true, noDefaultInfinity: true }).map((count) => count + 0),
    updatedAt: time,
    skus: text,
    productNames: text,
  })
  return fc.tuple(ids, others).map(([id, row]) => ({ id, ...row }))
}
