import { describe, expect, it } from 'vitest'

import type { ListOrdersRequest, ListOrdersResponse, OrderRow } from '../../functions/src/contract/api.ts'
import { listOrders } from '../../functions/src/engine/orders/listOrders.ts'
import { InvalidInputError } from '../../functions/src/lib/errors.ts'
import { listOf, storeOf } from '../query/memoryReader.ts'
import { idsOf, type OrderRow as Row, row } from '../query/rows.ts'

const many = Array.from({ length: 120 }, (_, index) =>
  row({ id: `firestore:${String(index).padStart(3, '0')}`, createdAt: index, total: index % 7 }),
)

/** What a request finds over `rows`, in small segments. */
async function pageOf(rows: readonly Row[], request: ListOrdersRequest): Promise<ListOrdersResponse> {
  return listOf(rows, request, 17)
}

/** Every page of a request, one after the other. */
async function pagesOf(rows: readonly Row[], request: ListOrdersRequest): Promise<(readonly OrderRow[])[]> {
  const store = storeOf(rows, 17)
  const reader = store.reader()
  const pages: (readonly OrderRow[])[] = []
  let cursor: string | undefined
  do {
    const page = await listOrders(reader, { ...request, ...(cursor && { cursor }) }, store.clock)
    pages.push(page.orders)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
  return pages
}

describe('a page', () => {
  it('is by default the fifty newest', async () => {
    expect(idsOf((await pageOf(many, {})).orders)).toEqual(idsOf(many.toReversed().slice(0, 50)))
  })

  it('has as many rows as asked for, and the last one what is left', async () => {
    expect((await pagesOf(many, { limit: 50 })).map((rows) => rows.length)).toEqual([50, 50, 20])
    expect((await pagesOf(many, { limit: 1 })).map((rows) => rows.length)).toEqual(many.map(() => 1))
  })

  it('names no next one where none follows, even if it is full', async () => {
    expect((await pageOf(many, { limit: 120 })).nextCursor).toBeNull()
    expect((await pageOf(many, { limit: 119 })).nextCursor).not.toBeNull()
    expect(await pagesOf(many, { limit: 60 })).toHaveLength(2)
    expect(await pageOf([], {})).toMatchObject({ orders: [], total: 0, nextCursor: null })
  })

  it('counts what the filter finds, the same on every page', async () => {
    const filter = { totalMax: 1 }
    const first = await pageOf(many, { filter, limit: 20 })
    const second = await pageOf(many, { filter, limit: 20, cursor: first.nextCursor ?? '' })
    expect([first.total, first.orders.length]).toEqual([35, 20])
    expect([second.total, second.orders.length]).toEqual([35, 15])
  })

  it('has facets only where they are asked for, the same on every page', async () => {
    const request = { filter: { totalMax: 1 }, limit: 20, facets: true }
    const first = await pageOf(many, request)
    const second = await pageOf(many, { ...request, cursor: first.nextCursor ?? '' })
    expect(first.facets).toEqual({ status: { pending: 35 }, source: { firestore: 35 }, currency: { USD: 35 } })
    expect(second.facets).toEqual(first.facets)
    expect(await pageOf(many, {})).not.toHaveProperty('facets')
    expect(await pageOf(many, { facets: false })).not.toHaveProperty('facets')
  })

  it('finds the same rows with facets as without', async () => {
    const rows = many.map((given, index) => ({ ...given, currency: index % 2 ? 'EUR' : 'USD' }))
    const request: ListOrdersRequest = { filter: { currency: ['EUR'], search: '1' } }
    const { orders, total } = await pageOf(rows, request)
    expect(orders.length).toBeGreaterThan(10)
    expect(await pageOf(rows, { ...request, facets: true })).toMatchObject({ orders, total })
  })
})

/** The cursor behind the ten newest. */
async function cursorOfMany(): Promise<string> {
  return (await pageOf(many, { limit: 10 })).nextCursor ?? ''
}

describe('the next page', () => {
  it('may have another limit, and facets', async () => {
    const { orders } = await pageOf(many, { cursor: await cursorOfMany(), limit: 3, facets: true })
    expect(idsOf(orders)).toEqual(idsOf(many.toReversed().slice(10, 13)))
  })

  it('may spell out the defaults', async () => {
    const spelled: ListOrdersRequest = { filter: {}, sort: { field: 'createdAt', direction: 'desc' } }
    const { orders } = await pageOf(many, { ...spelled, cursor: await cursorOfMany(), limit: 3 })
    expect(idsOf(orders)).toEqual(idsOf(many.toReversed().slice(10, 13)))
  })

  it('may not have another filter or sort', async () => {
    const cursor = await cursorOfMany()
    await expect(pageOf(many, { cursor, filter: { totalMin: 1 } })).rejects.toThrow(InvalidInputError)
    const sort = { field: 'createdAt', direction: 'asc' } as const
    await expect(pageOf(many, { cursor, sort })).rejects.toThrow(InvalidInputError)
  })

  it('goes on where the last one ended though its last row is gone', async () => {
    const left = many.filter(({ id }) => id !== 'firestore:110')
    expect((await pageOf(many, { limit: 10 })).orders.at(-1)?.id).toBe('firestore:110')
    const next = await pageOf(left, { cursor: await cursorOfMany(), limit: 1 })
    expect(next.orders[0]?.id).toBe('firestore:109')
  })

  it('is empty, and the last, where all that followed is gone', async () => {
    const next = await pageOf(many.slice(110), { cursor: await cursorOfMany() })
    expect(next).toMatchObject({ orders: [], total: 10, nextCursor: null })
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

  it('shows each row once, in the same order whatever the limit', async () => {
    const expected = idsOf((await pageOf(rows, { sort, limit: 200 })).orders)
    expect(new Set(expected).size).toBe(rows.length)
    for (const limit of [1, 2, 3, 5]) {
      expect(idsOf((await pagesOf(rows, { sort, limit })).flat())).toEqual(expected)
    }
  })

  it('shows each remaining row once though the last row of every page is deleted', async () => {
    let left = rows
    let cursor: string | undefined
    const shown: string[] = []
    do {
      const page: ListOrdersResponse = await pageOf(left, { sort, limit: 1, ...(cursor && { cursor }) })
      shown.push(...idsOf(page.orders))
      left = left.filter(({ id }) => !shown.includes(id))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(shown).toEqual(idsOf((await pageOf(rows, { sort, limit: 200 })).orders))
  })
})
