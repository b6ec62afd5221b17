import * as fc from 'fast-check'

import { listOrdersRequestSchema, sortFields, type ListOrdersRequest } from '../../functions/src/contract/api.ts'
import { orderStatuses, sourceNames } from '../../functions/src/contract/order.ts'
import { signs } from './naive.ts'

/* Few values of each kind, so that there are ties, and that filters find something. */

export const start = Date.UTC(2026, 0, 1)
const day = 86_400_000
export const time = fc.integer({ min: 0, max: 6 }).map((days) => start + days * day)
const isoTime = fc.integer({ min: -1, max: 7 }).map((days) => new Date(start + days * day).toISOString())
export const total = fc.integer({ min: -2, max: 4 })
export const text = fc.array(fc.constantFrom(...signs.keys()), { maxLength: 3 }).map((parts) => parts.join(''))
export const statuses = orderStatuses.slice(0, 3)
export const currencies = ['USD', 'EUR', 'JPY'] as const
/** By UTF-8 the last two would change places. */
export const idLetters = ['b', 'B', 'é', '😀', '\uE000'] as const

/** A member of the filter, which every third one has. */
const member = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })
const listOf = <T>(values: readonly T[]): fc.Arbitrary<T[] | undefined> =>
  member(fc.array(fc.constantFrom(...values), { minLength: 1, maxLength: 3 }))

function filterOf(totals: fc.Arbitrary<number>) {
  return fc.record({
    status: listOf(statuses),
    source: listOf(sourceNames),
    currency: listOf(currencies),
    createdFrom: member(isoTime),
    createdTo: member(isoTime),
    updatedFrom: member(isoTime),
    updatedTo: member(isoTime),
    totalMin: member(totals),
    totalMax: member(totals),
    search: member(fc.oneof(text, fc.constantFrom(':', 'e:b1', '\n', 'a\na', ' '))),
  })
}

/** Requests as the contract lets them through, over rows of the values above. */
export function anyRequest(
  totals: fc.Arbitrary<number> = total,
  limit: fc.Arbitrary<number> = fc.integer({ min: 1, max: 9 }),
): fc.Arbitrary<ListOrdersRequest> {
  const filter = filterOf(totals)
  const sort = fc.record({ field: fc.constantFrom(...sortFields), direction: fc.constantFrom('asc', 'desc') })
  const request = fc.record({
    // Half the filters are empty: long listings are where pages go wrong.
    filter: fc.oneof(filter, fc.constant(undefined)),
    sort: fc.oneof(sort, fc.constant(undefined)),
    limit,
    facets: fc.boolean(),
  })
  // The contract has no filters whose bounds are inverted and no empty search.
  return request
    .map((given) => listOrdersRequestSchema.safeParse(given))
    .filter((parsed) => parsed.success)
    .map((parsed) => parsed.data)
}
