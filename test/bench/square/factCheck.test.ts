import { describe, expect, it } from 'vitest'

import { FactCheck, isRight, type ListCheck } from '../../../bench/square/factCheck.ts'

const expected = new Map([
  ['a', { total: 0.1, payload: { lines: [1, 2] }, note: undefined }],
  ['b', { total: 0.2, payload: { lines: [] } }],
])
const right = {
  a: { total: 0.1, payload: { lines: [1, 2] }, sync: 1 },
  b: { total: 0.2, payload: { lines: [] } },
}

function checked(cached: Readonly<Record<string, Readonly<Record<string, unknown>>>>, unlisted = 0): ListCheck {
  const check = new FactCheck(expected, 'total')
  for (const [id, members] of Object.entries(cached)) check.add(id, members)
  return check.end(unlisted)
}

describe('a cached list beside what is expected of it', () => {
  it('is right with the same records and the same members, whatever else they have', () => {
    const check = checked(right)
    expect(check).toMatchObject({ rows: 2, sum: 0.3, expected: { rows: 2, sum: 0.3 } })
    expect(isRight(check)).toBe(true)
  })

  it.each<[string, ListCheck, Partial<ListCheck>]>([
    ['a record is missing', checked({ a: right.a }), { rows: 1, sum: 0.1, missing: 1 }],
    ['a record is too many', checked({ ...right, c: { total: 1 } }), { rows: 3, surplus: 1, missing: 0 }],
    ['one stands for another', checked({ a: right.a, c: right.b }), { rows: 2, sum: 0.3, missing: 1, surplus: 1 }],
    ['a member differs', checked({ ...right, b: { ...right.b, payload: { lines: [3] } } }), { differing: 1 }],
    ['a document is not in the list', checked(right, 1), { unlisted: 1 }],
  ])('is wrong where %s', (_name, check, found) => {
    expect(check).toMatchObject(found)
    expect(isRight(check)).toBe(false)
  })
})
