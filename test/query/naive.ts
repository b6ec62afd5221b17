import { expect } from 'vitest'

import {
  isSortField,
  type Facets,
  type Filter,
  type ListOrdersRequest,
  type ListOrdersResponse,
  type Sort,
} from '../../functions/src/contract/api.ts'
import type { OrderRow as Row } from './rows.ts'

/*
 * The contract of listOrders a second time, as plainly as it can be said: it folds by a table, filters by going through
 * the fields, sorts everything, and finds its place by the row last shown.
 */

/** Every sign that texts and ids are made of in these tests, and what the collation makes of it. */
export const signs: ReadonlyMap<string, string> = new Map([
  ['a', 'a'],
  ['A', 'a'],
  ['b', 'b'],
  ['B', 'b'],
  ['É', 'e'],
  ['é', 'e'],
  ['e\u0301', 'e'],
  ['ß', 'ss'],
  ['s', 's'],
  // In the name of a source, which is in every id.
  ['S', 's'],
  ['Σ', 'σ'],
  ['ς', 'σ'],
  ['Ø', 'o'],
  ['İ', 'i'],
  ['ı', 'i'],
  ['ﬁ', 'fi'],
  ['กิ', 'กิ'],
  ['日', '日'],
  ['\uE000', '\uE000'],
  ['😀', '😀'],
  [' ', ' '],
  ['1', '1'],
])
const anySign = new RegExp([...signs.keys()].join('|'), 'gu')

const foldedTexts = new Map<string, string>()

function naiveFold(text: string): string {
  const known = foldedTexts.get(text)
  if (known !== undefined) return known
  const folded = text.replace(anySign, (sign) => signs.get(sign) ?? sign)
  foldedTexts.set(text, folded)
  return folded
}

type FacetName = Exclude<keyof Facets, 'extra'>

function naiveMatches(tested: Row, filter: Filter, without?: FacetName): boolean {
  const texts = [tested.id, tested.orderNumber, tested.customerName ?? '', tested.customerEmail ?? '']
  const lines = [...tested.skus.split('\n'), ...tested.productNames.split('\n')]
  const searched = [...texts, ...lines].map(naiveFold)
  const needle = naiveFold(filter.search ?? '')
  return [
    without === 'status' || !filter.status || filter.status.some((status) => status === tested.status),
    without === 'source' || !filter.source || filter.source.some((source) => source === tested.source),
    without === 'currency' || !filter.currency || filter.currency.some((currency) => currency === tested.currency),
    !filter.createdFrom || tested.createdAt >= Date.parse(filter.createdFrom),
    !filter.createdTo || tested.createdAt < Date.parse(filter.createdTo),
    !filter.updatedFrom || tested.updatedAt >= Date.parse(filter.updatedFrom),
    !filter.updatedTo || tested.updatedAt < Date.parse(filter.updatedTo),
    filter.totalMin === undefined || tested.total >= filter.totalMin,
    filter.totalMax === undefined || tested.total <= filter.totalMax,
    filter.search === undefined || searched.some((text) => text.includes(needle)),
  ].every(Boolean)
}

function naiveValue(given: Row, field: Sort['field']): string | number {
  if (field === 'customer') return naiveFold(given.customerName ?? '')
  if (field === 'orderNumber') return naiveFold(given.orderNumber)
  if (!isSortField(field)) throw new RangeError('These orders have no columns of their own.')
  return given[field]
}

function naiveCompare(a: Row, b: Row, { field, direction }: Sort): number {
  const [x, y] = [naiveValue(a, field), naiveValue(b, field)]
  const before = x === y ? a.id < b.id : x < y
  if (a.id === b.id && x === y) return 0
  return before === (direction === 'asc') ? -1 : 1
}

function naiveFacet(rows: readonly Row[], filter: Filter, name: FacetName): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const given of rows) {
    if (naiveMatches(given, filter, name)) counts[given[name]] = (counts[given[name]] ?? 0) + 1
  }
  return counts
}

/** All rows that match, in order. */
export function naiveListing(rows: readonly Row[], filter: Filter, sort: Sort): Row[] {
  return rows.filter((given) => naiveMatches(given, filter)).sort((a, b) => naiveCompare(a, b, sort))
}

/** The rows that follow `last` as it was when it was shown, wherever it is now. */
export function naiveRest(listing: readonly Row[], last: Row | undefined, sort: Sort): Row[] {
  return listing.filter((given) => last === undefined || naiveCompare(given, last, sort) > 0)
}

export function naiveFacets(rows: readonly Row[], filter: Filter): Facets {
  return {
    status: naiveFacet(rows, filter, 'status'),
    source: naiveFacet(rows, filter, 'source'),
    currency: naiveFacet(rows, filter, 'currency'),
  }
}

/** The fields that a list shows of a row, as far as these tests vary them. */
function naiveOrder(given: Row): unknown {
  return {
    id: given.id,
    orderNumber: given.orderNumber,
    status: given.status,
    currency: given.currency,
    total: given.total,
    name: given.customerName ?? undefined,
    email: given.customerEmail ?? undefined,
    createdAt: new Date(given.createdAt).toISOString(),
    updatedAt: new Date(given.updatedAt).toISOString(),
  }
}

/** Holds a page against the naive reading of `rows`; it follows `last` as that was when it was shown. */
export function expectPage(
  page: ListOrdersResponse,
  asked: ListOrdersRequest,
  rows: readonly Row[],
  last: Row | undefined,
): void {
  const { filter = {}, sort = { field: 'createdAt', direction: 'desc' }, limit = 50 } = asked
  const listing = naiveListing(rows, filter, sort)
  const rest = naiveRest(listing, last, sort)
  const orders = page.orders.map(({ id, orderNumber, status, currency, total, customer, createdAt, updatedAt }) => {
    const { name, email } = customer
    return { id, orderNumber, status, currency, total, name, email, createdAt, updatedAt }
  })
  expect(orders).toEqual(rest.slice(0, limit).map(naiveOrder))
  expect(page.total).toBe(listing.length)
  expect(page.nextCursor !== null).toBe(rest.length > limit)
  expect(page.facets).toEqual(asked.facets === true ? naiveFacets(rows, filter) : undefined)
}
