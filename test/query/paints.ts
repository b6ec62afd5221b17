import { expect } from 'vitest'

import { sortFields, type ListOrdersRequest, type ListOrdersResponse } from '../../functions/src/contract/api.ts'
import { Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { noise } from '../cache/randomRows.ts'
import { ids, type Shop } from '../harness/shop.ts'

/*
 * Every run changes every order from one paint to the next, and commits group after group. So a version of the cache shows
 * each group in one paint, and a later group at most one paint behind an earlier one: anything else is half of a commit.
 */

const groupSize = 200
const groups = [
  { currency: 'USD', ids: ids(groupSize, 'a') },
  { currency: 'EUR', ids: ids(groupSize, 'b') },
  { currency: 'GBP', ids: ids(groupSize, 'c') },
  { currency: 'CHF', ids: ids(groupSize, 'd') },
] as const
export const painted = groups.length * groupSize
/** With pages of this size each group is a commit. */
export const paintShop = { settings: { pageSize: groupSize } }
const words = ['PENDING', 'SHIPPED', 'REFUNDED'] as const
const statuses = ['pending', 'shipped', 'refunded'] as const
const begin = Date.UTC(2026, 0, 1)

const turned = <T>(list: readonly T[], at: number): T => list[at % list.length] as T // The remainder is an index.

/** Writes all orders in one paint; every other one moves in time, and texts are too much for one segment. */
export async function paint(shop: Shop, number: number): Promise<void> {
  const updatedAt = shop.now()
  for (const [group, { currency, ids: orders }] of groups.entries()) {
    await shop.putMany(orders, (id, i) => ({
      timestamp: Timestamp.fromMillis(begin + (i + (i % 2) * number) * 60_000),
      updatedAt,
      totalAmount: number,
      status: turned(words, number),
      currency,
      customerName: `${noise((number * 10 + group) * groupSize + i, 900)} paint ${number}.`,
      orderId: `#${id}`,
    }))
  }
}

/** A request about orders in paint `number`; `kind` is any number. */
export function requestAbout(number: number, kind: number): ListOrdersRequest {
  const status = [turned(statuses, number)]
  const filters = [
    {},
    { currency: [turned(groups, kind).currency] },
    { search: `paint ${number}.` },
    { totalMin: number * 100, totalMax: number * 100 },
    { status },
    { status, currency: ['EUR', 'GBP'] },
    { search: 'PAINT', status },
  ]
  const direction = kind % 2 === 0 ? 'asc' : 'desc'
  const sort = { field: turned(sortFields, kind), direction } as const
  return { filter: turned(filters, kind), limit: 200, facets: kind % 3 !== 0, ...(kind % 5 !== 0 && { sort }) }
}

/** Fails unless one version of the cache gives this answer to a request of `requestAbout`. */
export function expectOneVersion(answer: ListOrdersResponse, { filter = {} }: ListOrdersRequest): void {
  const { orders, total, facets } = answer
  const paints = groups.map(({ currency }) => {
    const own = orders.filter((order) => order.currency === currency)
    for (const { customer, status, total: amount } of own) {
      expect(`${customer.name} ${status}`).toContain(`paint ${amount / 100}. ${turned(statuses, amount / 100)}`)
    }
    return [...new Set(own.map((order) => order.total / 100))]
  })
  for (const own of paints) expect(own.length, 'a group has one paint').toBeLessThanOrEqual(1)
  const present = paints.flat()
  expect(present, 'later groups follow').toEqual(present.toSorted((a, b) => b - a))
  expect((present[0] ?? 0) - (present.at(-1) ?? 0), 'at most one behind').toBeLessThanOrEqual(1)
  expect(total % groupSize, 'groups are counted as a whole').toBe(0)
  expect(orders.length).toBe(Math.min(200, total))
  const open = Object.keys(filter).length === 0
  if (open) expect(total).toBe(painted)
  if (facets === undefined) return
  expect(sumOf(facets.status) % groupSize).toBe(0)
  expect(Object.keys(facets.status).length).toBeLessThanOrEqual(2)
  for (const count of Object.values(facets.currency)) expect(count).toBe(groupSize)
  if (filter.status === undefined) expect(sumOf(facets.status)).toBe(total)
  else expect(facets.status[filter.status[0] ?? ''] ?? 0).toBe(total)
  if (filter.currency === undefined) expect(sumOf(facets.currency)).toBe(total)
  else expect(sumOf(filterCounts(facets.currency, filter.currency))).toBe(total)
}

function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

function filterCounts(counts: Readonly<Record<string, number>>, values: readonly string[]): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([value]) => values.includes(value)))
}
