import { Buffer } from 'node:buffer'

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { FieldValue, Firestore, GeoPoint, Timestamp } from '../../../functions/src/lib/firestore/firestore.ts'
import { sizeOf } from '../../../functions/src/lib/firestore/firestoreValues.ts'

/* What https://firebase.google.com/docs/firestore/storage-size says, value by value. */

const db = new Firestore({ projectId: 'demo-sizes' })

describe('sizeOf', () => {
  it.each([
    ['null', null, 1],
    ['a boolean', false, 1],
    ['an integer', 1, 8],
    ['a floating-point number', 1.5, 8],
    ['a 64-bit integer', 2n ** 62n, 8],
    ['a time', new Timestamp(0, 1), 8],
    ['a date', new Date(0), 8],
    ['a geographical point', new GeoPoint(1, 2), 16],
    ['bytes', Buffer.alloc(77), 77],
    ['a text', 'description', 12],
    ['an empty text', '', 1],
    ['a text by its UTF-8', 'aé日😀', 11],
    ['an array by its values', [1, 'ab', [true]], 12],
    ['a vector by its dimensions', FieldValue.vector([1, 2, 3]), 24],
    ['a map by its names and values', { done: false }, 6],
  ])('counts %s', (_what, value, bytes) => {
    expect(sizeOf(value)).toBe(bytes)
  })

  it('counts the fields of the published example', () => {
    expect(sizeOf({ type: 'Personal', done: false, priority: 1, description: 'Learn Cloud Firestore' })).toBe(71)
  })

  it('counts a reference as the published name size: each id and one byte more, and 16', () => {
    expect(sizeOf(db.doc('users/jeff/tasks/my_task_id'))).toBe(6 + 5 + 6 + 11 + 16)
  })

  it('is the sum over the members, however they are nested', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (map) => {
        const members = Object.entries(map).map(([name, value]) => Buffer.byteLength(name) + 1 + sizeOf(value))
        const sum = members.reduce((total, bytes) => total + bytes, 0)
        expect(sizeOf(map)).toBe(sum)
        expect(sizeOf([map, map])).toBe(2 * sum)
      }),
    )
  })
})
