import { Buffer } from 'node:buffer'

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { Firestore, GeoPoint, Timestamp, FieldValue } from '../../../functions/src/lib/firestore/firestore.ts'
import { fromJson, hashOf, toJson, toPlain } from '../../../functions/src/lib/firestore/firestoreValues.ts'

const db = new Firestore({ projectId: 'demo-values' })
const reference = (path: string): unknown => db.doc(path)

const segment = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }).map((text) => text.replaceAll('/', '-'))
const timestamp = fc
  .tuple(fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }), fc.integer({ min: 0, max: 999_999_999 }))
  .map(([seconds, nanoseconds]) => new Timestamp(seconds, nanoseconds))
const geoPoint = fc
  .tuple(fc.double({ min: -90, max: 90, noNaN: true }), fc.double({ min: -180, max: 180, noNaN: true }))
  .map(([latitude, longitude]) => new GeoPoint(latitude + 0, longitude + 0))
const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array))
const docRef = fc.tuple(segment, segment).map(([collection, id]) => db.collection(collection).doc(id))
const number = fc.oneof(fc.double(), fc.maxSafeInteger(), fc.constantFrom(-0, Number.NaN, Infinity, -Infinity, 5e-324))
const bigint = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const text = fc.string({ unit: 'binary', maxLength: 12 })
const ownWords = fc.constantFrom(
  '$time',
  '$int',
  '$number',
  '$geo',
  '$bytes',
  '$ref',
  '$vector',
  '$map',
  '$',
  '__proto__',
)
const key = fc.oneof({ weight: 3, arbitrary: text }, { weight: 2, arbitrary: ownWords })

/** Whatever a document can hold, several levels deep. */
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(fc.constant(null), fc.boolean(), number, bigint, text, timestamp, geoPoint, bytes, docRef),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}))

/** The same value with every map's keys the other way round. */
function reversed(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(reversed)
  if (given === null || typeof given !== 'object' || Object.getPrototypeOf(given) !== Object.prototype) return given
  const entries = Object.entries(given).map(([name, item]) => [name, reversed(item)] as const)
  return Object.fromEntries(entries.reverse())
}

describe('a Firestore value', () => {
  it('comes back from its JSON text as it was, whatever it is and whatever its keys look like', () => {
    fc.assert(
      fc.property(value, (given) => {
        const json: unknown = JSON.parse(JSON.stringify(toJson(given)))
        expect(fromJson(json, reference)).toEqual(given)
      }),
      { numRuns: 2_000 },
    )
  })

  it('comes back with its class, and its last nanosecond', () => {
    const given = {
      at: new Timestamp(-1, 999_999_999),
      where: new GeoPoint(-0.5, 180),
      data: Buffer.from([0, 255]),
      ref: db.doc('shops/süd/orders/1'),
      big: 9_007_199_254_740_993n,
      $map: { $time: 'not a time' },
    }
    const back = fromJson(toJson(given), reference) as typeof given
    expect(back.at.isEqual(given.at)).toBe(true)
    expect(back.where.isEqual(given.where)).toBe(true)
    expect(back.ref.isEqual(given.ref)).toBe(true)
    expect(back).toEqual(given)
  })

  it('comes back as a vector where it was one', () => {
    const back = fromJson(toJson(FieldValue.vector([1, -0, Number.NaN])), reference)
    expect(back).toEqual(FieldValue.vector([1, -0, Number.NaN]))
  })

  it('leaves undefined members out, and takes a date for its time', () => {
    const date = new Date(Date.UTC(1960, 1, 29, 1, 2, 3, 4))
    expect(toJson({ a: undefined, b: date })).toEqual(toJson({ b: Timestamp.fromDate(date) }))
  })

  it('is refused where Firestore has no such value', () => {
    expect(() => toJson({ a: [Symbol('secret')] })).toThrow(TypeError)
    expect(() => toJson(() => 'secret')).toThrow(TypeError)
  })
})

describe('a hash', () => {
  it('does not depend on the order of keys, at any depth', () => {
    fc.assert(
      fc.property(value, (given) => {
        expect(hashOf(reversed(given))).toBe(hashOf(given))
      }),
    )
  })

  it('tells different values apart', () => {
    const different = [
      null,
      0,
      -0,
      '0',
      0n,
      [],
      {},
      [[]],
      [{}],
      { a: null },
      { a: 0 },
      { a: '' },
      { $number: '-0' },
      { $map: {} },
      { $time: '1970-01-01T00:00:00.000000000Z' },
      new Timestamp(0, 0),
      new Timestamp(0, 1),
      new GeoPoint(0, 0),
      [0, 0],
      FieldValue.vector([0, 0]),
      Buffer.from(''),
      '',
      Number.NaN,
      'NaN',
      db.doc('a/b'),
      'a/b',
    ]
    expect(new Set(different.map(hashOf)).size).toBe(different.length)
    for (const hash of different.map(hashOf)) expect(hash).toMatch(/^[0-9a-f]{16}$/)
  })
})

it('is shown to people and other languages in plain JSON', () => {
  const given = {
    at: new Timestamp(1_767_225_600, 999_999_999),
    day: new Date(0),
    where: new GeoPoint(1, 2),
    data: Buffer.from('hi'),
    ref: db.doc('a/b'),
    vector: FieldValue.vector([1, Infinity]),
    big: 2n ** 60n,
    odd: [Number.NaN, undefined, null, true, 'x'],
  }
  expect(toPlain(given)).toEqual({
    at: '2026-01-01T00:00:00.999Z',
    day: '1970-01-01T00:00:00.000Z',
    where: { latitude: 1, longitude: 2 },
    data: 'aGk=',
    ref: 'a/b',
    vector: [1, 'Infinity'],
    big: '1152921504606846976',
    odd: ['NaN', null, null, true, 'x'],
  })
})
