import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { isDocumentId } from '../../../functions/src/cache/paths.ts'
import { patternOf } from '../../../functions/src/sources/firestore/pattern.ts'

/** The ids that Firestore takes, rich in what is escaped and reserved. */
const documentId = fc
  .string({
    unit: fc.oneof(
      fc.constantFrom('~', '%', '_', '%7E', '%25', '%5F', '.', 'a'),
      fc.string({ minLength: 1, maxLength: 3 }),
    ),
    maxLength: 8,
  })
  .filter(isDocumentId)

const users = patternOf('users/{uid}/orders')

describe('orders below each user', () => {
  it('are told apart, and found again, whatever the ids are', () => {
    const seen = new Map<string, string>()
    fc.assert(
      fc.property(documentId, documentId, (uid, id) => {
        const path = `users/${uid}/orders/${id}`
        const sourceId = users.sourceIdOf(path) ?? ''
        expect(isDocumentId(sourceId)).toBe(true)
        expect(users.pathOf(sourceId)).toBe(path)
        expect(users.documentIdOf(sourceId)).toBe(id)
        expect(seen.get(sourceId) ?? path).toBe(path)
        seen.set(sourceId, path)
      }),
      { numRuns: 2_000 },
    )
  })

  it('have one id each: no other text names any', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('~', '%', '7', 'E', '2', '5', 'F', '_', 'a', '/') }),
        (sourceId) => {
          const path = users.pathOf(sourceId)
          if (path !== null) expect(users.sourceIdOf(path)).toBe(sourceId)
        },
      ),
      { numRuns: 5_000 },
    )
  })

  it.each([
    ['users/u1/orders/7', 'u1~7'],
    ['users/u~1/orders/50%', 'u%7E1~50%25'],
    ['users/__u/orders/o__', '%5F_u~o__'],
    ['orders/7', null],
    ['users/u1/orders/7/parts/1', null],
    ['shops/u1/orders/7', null],
    ['users/u1/orders_old/7', null],
  ])('%s: %s', (path, sourceId) => {
    expect(users.sourceIdOf(path)).toBe(sourceId)
  })

  it.each(['7', '', 'u1~', '~7', 'u1~7~8', 'u1~a/b', 'u1~%7', 'u1~50%'])('%j names none', (sourceId) => {
    expect(users.pathOf(sourceId)).toBeNull()
  })
})

it('takes wildcards at any depth, beside fixed documents', () => {
  const deep = patternOf('regions/{region}/shops/main/users/{uid}/orders')
  expect(deep).toMatchObject({ group: 'orders', hasWildcards: true })
  expect(deep.sourceIdOf('regions/eu/shops/main/users/u1/orders/7')).toBe('eu~u1~7')
  expect(deep.sourceIdOf('regions/eu/shops/other/users/u1/orders/7')).toBeNull()
  expect(deep.pathOf('eu~u1~7')).toBe('regions/eu/shops/main/users/u1/orders/7')
})

it('leaves the ids of one collection as they are', () => {
  const orders = patternOf('shops/main/orders')
  expect(orders).toMatchObject({ group: 'orders', hasWildcards: false })
  fc.assert(
    fc.property(documentId, (id) => {
      expect(orders.sourceIdOf(`shops/main/orders/${id}`)).toBe(id)
      expect(orders.pathOf(id)).toBe(`shops/main/orders/${id}`)
      expect(orders.documentIdOf(id)).toBe(id)
    }),
  )
})
