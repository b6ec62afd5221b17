import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { listOrdersRequestSchema, sortFields, type ListOrdersRequest } from '../../functions/src/model/api.ts'
import { orderStatuses, sourceNames } from '../../functions/src/model/order.ts'
import type { Row } from '../../functions/src/model/row.ts'
import { pageOf } from '../../functions/src/query/page.ts'
import { naiveFacets, naiveListing, naiveRest, signs } from './naive.ts'
import { idsOf, row } from './rows.ts'

/* Pages are compared with a naive reading of the contract while orders come, change and go between them. */

const day = 86_400_000
const start = Date.UTC(2026, 0, 1)
const time = fc.integer({ min: 0, max: 6 }).map((days) => start + days * day)
const isoTime = fc.integer({ min: -1, max: 7 }).map((days) => new Date(start + days * day).toISOString())
const total = fc.integer({ min: -2, max: 4 })
const text = fc.array(fc.constantFrom(...signs.keys()), { maxLength: 3 }).map((parts) => parts.join(''))
const statuses = orderStatuses.slice(0, 3)
const currencies = ['USD', 'EUR', 'JPY']

const fields = fc.record({
  createdAt: time,
  updatedAt: time,
  total,
  orderNumber: text,
  customerName: fc.option(text),
  customerEmail: fc.option(text),
  skus: fc.array(text, { maxLength: 3 }).map((skus) => skus.join('\n')),
  status: fc.constantFrom(...statuses),
  source: fc.constantFrom(...sourceNames),
  currency: fc.constantFrom(...currencies),
})
const id = fc
  .tuple(fc.constantFrom('b', 'B', 'é', '\uE000', '😀'), fc.nat(30))
  .map(([letter, number]) => `square:${letter}${number}`)
const newRow = fc.tuple(id, fields).map(([rowId, values]) => row({ id: rowId, ...values }))
const someRows = fc.uniqueArray(newRow, { selector: (given) => given.id, minLength: 8, maxLength: 40 })

/** A member of the filter, which every third one has. */
const member = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })
const listOf = <T>(values: readonly T[]): fc.Arbitrary<T[] | undefined> =>
  member(fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }))
const needle = fc.oneof(text, fc.constantFrom('square:', 'quare:b1', '\n', 'a\na', ' '))
const filter = fc.record({
  status: listOf(statuses),
  source: listOf(sourceNames),
  currency: listOf(currencies),
  createdFrom: member(isoTime),
  createdTo: member(isoTime),
  updatedFrom: member(isoTime),
  updatedTo: member(isoTime),
  totalMin: member(total),
  totalMax: member(total),
  search: member(needle),
})
const direction = fc.constantFrom('asc', 'desc')
const request = fc
  .record({
    // Half the filters are empty: long listings are where pages go wrong.
    filter: fc.oneof(filter, fc.constant(undefined)),
    sort: fc.oneof(fc.record({ field: fc.constantFrom(...sortFields), direction }), fc.constant(undefined)),
    limit: fc.integer({ min: 1, max: 9 }),
    facets: fc.boolean(),
  })
  // The contract has no filters whose bounds are inverted and no empty search.
  .map((given) => listOrdersRequestSchema.safeParse(given))
  .filter((parsed) => parsed.success)
  .map((parsed) => parsed.data)

/** Between two pages: rows that come, and which of those there (by index) change or go. */
const turn = fc.record({
  arriving: fc.array(newRow, { maxLength: 4 }),
  changing: fc.array(fc.tuple(fc.nat(40), fields), { maxLength: 3 }),
  leaving: fc.array(fc.nat(40), { maxLength: 3 }),
})
type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never
const turns = fc.array(turn, { maxLength: 8 })

/** The rows after one turn; the ids of those that came, changed or went are added to `touched`. */
function afterTurn(rows: readonly Row[], { arriving, changing, leaving }: Turn, touched: Set<string>): Row[] {
  const next = new Map(rows.map((given) => [given.id, given]))
  const arrived = arriving.filter((given) => !next.has(given.id))
  const changed = changing.flatMap(([at, values]) => rows.slice(at, at + 1).map((given) => ({ ...given, ...values })))
  for (const given of [...arrived, ...changed]) {
    next.set(given.id, given)
    touched.add(given.id)
  }
  for (const { id: gone } of leaving.flatMap((at) => rows.slice(at, at + 1))) {
    next.delete(gone)
    touched.add(gone)
  }
  return [...next.values()]
}

interface Shown {
  readonly ids: string[]
  readonly touched: Set<string>
  pages: number
}

/** Turns page after page, each compared with the naive reading at that time. */
function turnPages(initial: readonly Row[], asked: ListOrdersRequest, between: readonly Turn[]): Shown {
  const { filter: wanted = {}, sort = { field: 'createdAt', direction: 'desc' }, limit = 50 } = asked
  const shown: Shown = { ids: [], touched: new Set(), pages: 0 }
  let rows = [...initial]
  let cursor: string | null = null
  let last: Row | undefined
  do {
    const page = pageOf(rows, { ...asked, ...(cursor && { cursor }) })
    const listing = naiveListing(rows, wanted, sort)
    const rest = naiveRest(listing, last, sort)
    expect(idsOf(page.rows)).toEqual(idsOf(rest.slice(0, limit)))
    expect(page.total).toBe(listing.length)
    expect(page.nextCursor !== null).toBe(rest.length > limit)
    expect(page.facets).toEqual(asked.facets ? naiveFacets(rows, wanted) : undefined)
    shown.ids.push(...idsOf(page.rows))
    last = page.rows.at(-1)
    cursor = page.nextCursor
    const taken = between[shown.pages++]
    if (taken !== undefined) rows = afterTurn(rows, taken, shown.touched)
  } while (cursor !== null)
  return shown
}

it('pages agree with a naive reading of the contract, and miss and repeat no row that stays as it is', () => {
  const seen = { pages: 0, narrowed: 0, touched: 0, fields: new Set<string>() }
  fc.assert(
    fc.property(someRows, request, turns, (initial, asked, between) => {
      const { filter: wanted = {}, sort = { field: 'createdAt', direction: 'desc' } } = asked
      const shown = turnPages(initial, asked, between)
      const listing = naiveListing(initial, wanted, sort)
      const stayed = idsOf(listing).filter((given) => !shown.touched.has(given))
      expect(shown.ids.filter((given) => !shown.touched.has(given))).toEqual(stayed)
      seen.pages += shown.pages
      seen.touched += shown.touched.size
      if (listing.length > 0 && listing.length < initial.length) seen.narrowed++
      seen.fields.add(`${sort.field} ${sort.direction}`)
    }),
    { numRuns: 2_000 },
  )
  // The comparison is worth as much as it compares.
  expect(seen.pages).toBeGreaterThan(5_000)
  expect(seen.touched).toBeGreaterThan(5_000)
  expect(seen.narrowed).toBeGreaterThan(300)
  expect(seen.fields.size).toBe(12)
})
