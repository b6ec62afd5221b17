import { randomUUID } from 'node:crypto'

import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'

import { encodeNested } from '../../../functions/src/lib/firestore/encodedValues.ts'
import {
  Firestore,
  GeoPoint,
  Timestamp,
  type DocumentReference,
} from '../../../functions/src/lib/firestore/firestore.ts'

const db = new Firestore({ projectId: `demo-${randomUUID().slice(0, 12)}`, ignoreUndefinedProperties: true })
afterAll(() => db.terminate())

const seconds = fc.integer({ min: 0, max: 4_000_000_000 })
const scalar = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.boolean(),
  fc.integer(),
  fc.double(),
  fc.constantFrom<unknown>(null, undefined, -0, 0, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 53, 1e300),
  seconds.map((s) => new Timestamp(s, 123_456_000)),
)
/** What is left to the client. */
const rare = fc.constantFrom<unknown>(new GeoPoint(1, -2), Buffer.from([0, 255]), new Date(0), 9_007_199_254_740_993n)
const key = fc.stringMatching(/^[a-zäß. ]{1,6}$/)
const { nested } = fc.letrec((tie) => ({
  nested: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, rare, tie('map'), tie('list')),
  map: fc.dictionary(key, tie('nested'), { maxKeys: 5 }),
  // Firestore takes no list in a list, and no undefined item.
  list: fc.array(
    fc.oneof(
      scalar.filter((value) => value !== undefined),
      fc.dictionary(key, scalar, { maxKeys: 3, minKeys: 1 }).map((map) => ({ ...map, kept: 1 })),
    ),
    { maxLength: 4 },
  ),
}))
const documents = fc.array(fc.dictionary(key, nested, { maxKeys: 6 }), { minLength: 1, maxLength: 40 })

async function stored(fields: readonly Record<string, unknown>[]): Promise<unknown[]> {
  const batch = db.batch()
  const refs = fields.map((): DocumentReference => db.collection('values').doc())
  for (const [i, ref] of refs.entries()) batch.set(ref, fields[i] ?? {})
  await batch.commit()
  return (await db.getAll(...refs)).map((snapshot) => snapshot.data())
}

describe('encoded values', () => {
  it('are stored as the client would have stored them', async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (fields) => {
        expect(await stored(fields.map(encodeNested))).toEqual(await stored(fields))
      }),
      { numRuns: 40 },
    )
  })

  it('are the maps and lists that hold plain values and times, and nothing else', () => {
    const fields = {
      text: 'a',
      map: { a: { b: [1, null] } },
      list: [Timestamp.fromMillis(0)],
      rare: { at: new Date(0) },
    }
    const encoded = encodeNested(fields)
    expect({ text: encoded.text, rare: encoded.rare }).toEqual({ text: fields.text, rare: fields.rare })
    expect(encoded.rare).toBe(fields.rare)
    expect(encoded.map).not.toBe(fields.map)
    expect(encoded.list).not.toBe(fields.list)
  })
})
