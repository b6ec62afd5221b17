import { describe, expect, it } from 'vitest'

import { InvalidInputError } from '../../functions/src/lib/errors.ts'
import type { ListOrdersRequest } from '../../functions/src/model/api.ts'
import type { Row } from '../../functions/src/model/row.ts'
import { pageOf } from '../../functions/src/query/page.ts'
import { idsOf, row } from './rows.ts'

const many = Array.from({ length: 120 }, (_, index) =>
  row({ id: `firestore:${String(index).padStart(3, '0')}`, createdAt: index, total: index % 7 }),
)

/** Every page of a request, one after the other. */
function pagesOf(rows: readonly Row[], request: ListOrdersRequest): Row[][] {
  const pages: Row[][] = []
  let cursor: string | undefined
  do {
    const page = pageOf(rows, { ...request, ...(cursor && { cursor }) })
    pages.push([...page.rows])
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return pages
}

describe('a page', () => {
  it('is by default the fifty newest', () => {
    expect(idsOf(pageOf(many, {}).rows)).toEqual(idsOf(many.toReversed().slice(0, 50)))
  })

  it('has as many rows as asked for, and the last one what is left', () => {
    expect(pagesOf(many, { limit: 50 }).map((rows) => rows.length)).toEqual([50, 50, 20])
    expect(pagesOf(many, { limit: 1 }).map((rows) => rows.length)).toEqual(many.map(() => 1))
  })

  it('names no next one where none follows, even if it is full', () => {
    expect(pageOf(many, { limit: 120 }).nextCursor).toBeNull()
    expect(pageOf(many, { limit: 119 }).nextCursor).not.toBeNull()
    expect(pagesOf(many, { limit: 60 })).toHaveLength(2)
    expect(pageOf([], {})).toEqual({ rows: [], total: 0, nextCursor: null })
  })

  it('counts what the filter finds, the same on every page', () => {
    const filter = { totalMax: 1 }
    const first = pageOf(many, { filter, limit: 20 })
    const second = pageOf(many, { filter, limit: 20, cursor: first.nextCursor ?? '' })
    expect([first.total, first.rows.length]).toEqual([35, 20])
    expect([second.total, second.rows.length]).toEqual([35, 15])
  })

  it('has facets only where they are asked for, the same on every page', () => {
    const request = { filter: { totalMax: 1 }, limit: 20, facets: true }
    const first = pageOf(many, request)
    const second = pageOf(many, { ...request, cursor: first.nextCursor ?? '' })
    expect(first.facets).toEqual({ status: { pending: 35 }, source: { firestore: 35 }, currency: { USD: 35 } })
    expect(second.facets).toEqual(first.facets)
    expect(pageOf(many, {})).not.toHaveProperty('facets')
    expect(pageOf(many, { facets: false })).not.toHaveProperty('facets')
  })

  it('finds the same rows with facets as without', () => {
    const rows = many.map((given, index) => ({ ...given, currency: index % 2 ? 'EUR' : 'USD' }))
    const request: ListOrdersRequest = { filter: { currency: ['EUR'], search: '1' } }
    const { rows: found, total } = pageOf(rows, request)
    expect(found.length).toBeGreaterThan(10)
    expect(pageOf(rows, { ...request, facets: true })).toMatchObject({ rows: found, total })
  })
})

describe('the next page', () => {
  const { nextCursor } = pageOf(many, { limit: 10 })
  const cursor = nextCursor ?? ''

  it('may have another limit, and facets', () => {
    const expected = idsOf(many.toReversed().slice(10, 13))
    expect(idsOf(pageOf(many, { cursor, limit: 3, facets: true }).rows)).toEqual(expected)
  })

  it('may spell out the defaults', () => {
    const request: ListOrdersRequest = { filter: {}, sort: { field: 'createdAt', direction: 'desc' }, cursor, limit: 3 }
    expect(idsOf(pageOf(many, request).rows)).toEqual(idsOf(many.toReversed().slice(10, 13)))
  })

  it('may not have another filter or sort', () => {
    expect(() => pageOf(many, { cursor, filter: { totalMin: 1 } })).toThrow(InvalidInputError)
    expect(() => pageOf(many, { cursor, sort: { field: 'createdAt', direction: 'asc' } })).toThrow(InvalidInputError)
  })

  it('goes on where the last one ended though its last row is gone', () => {
    const left = many.filter(({ id }) => id !== 'firestore:110')
    expect(pageOf(many, { limit: 10 }).rows.at(-1)?.id).toBe('firestore:110')
    expect(pageOf(left, { cursor, limit: 1 }).rows[0]?.id).toBe('firestore:109')
  })

  it('is empty, and the last, where all that followed is gone', () => {
    expect(pageOf(many.slice(110), { cursor })).toEqual({ rows: [], total: 10, nextCursor: null })
  })
})

describe('paging by names too long for a cursor', () => {
  const sort = { field: 'customer', direction: 'asc' } as const
  const beginning = 'Ñandú'.repeat(102)
  // One code unit short of what is compared: then one of an emoji's two counts, and what follows it does not.
  const endings = ['a', 'b', '😀x', '😀y', '😁', `${'z'.repeat(9_000)}1`, `${'z'.repeat(9_000)}2`]
  const rows = endings.flatMap((ending, index) =>
    ['b', 'a'].map((twin) =>
      row({ id: `square:${endings.length - index}${twin}`, customerName: `${beginning}x${ending}` }),
    ),
  )

  it('shows each row once, in the same order whatever the limit', () => {
    const expected = idsOf(pageOf(rows, { sort, limit: 200 }).rows)
    expect(new Set(expected).size).toBe(rows.length)
    for (const limit of [1, 2, 3, 5]) expect(idsOf(pagesOf(rows, { sort, limit }).flat())).toEqual(expected)
  })

  it('shows each remaining row once though the last row of every page is deleted', () => {
    let left = rows
    let cursor: string | undefined
    const shown: string[] = []
    do {
      const page = pageOf(left, { sort, limit: 1, ...(cursor && { cursor }) })
      shown.push(...idsOf(page.rows))
      left = left.filter(({ id }) => !shown.includes(id))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(shown).toEqual(idsOf(pageOf(rows, { sort, limit: 200 }).rows))
  })
})
