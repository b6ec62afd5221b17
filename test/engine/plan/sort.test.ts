import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Sort } from '../../../functions/src/contract/api.ts'
import { defaultSort, orderOfSort } from '../../../functions/src/engine/orders/orderQuery.ts'
import { comparePositions, FirstRows, type PlacedRow, type Position } from '../../../functions/src/engine/plan/sort.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import { blockOf, idsOf, type OrderRow as Row, row } from '../../query/rows.ts'

/** The first rows of blocks of `size` rows each; `isMatching` picks rows by their ids. */
function firstRows(
  rows: readonly Row[],
  wanted: { sort: Sort; count: number; after?: Position | null },
  size: number = rows.length,
  isMatching: (id: string) => boolean = () => true,
): PlacedRow[] {
  const first = new FirstRows(orderOfSort(orderStream, wanted.sort), wanted.count, wanted.after ?? null)
  for (let start = 0; start < rows.length; start += size) {
    const block = blockOf(rows.slice(start, start + size))
    const marks = Uint8Array.from({ length: block.rows }, (_, i) => Number(isMatching(block.idAt(i))))
    const count = marks.reduce((sum, mark) => sum + mark, 0)
    first.offer(block, { marks: count === block.rows ? null : marks, count })
  }
  return first.rows
}

function sorted(rows: readonly Row[], sort: Sort): string[] {
  return idsOf(firstRows(rows, { sort, count: rows.length }))
}

describe('sorting', () => {
  it('is by default by creation, newest first', () => {
    expect(defaultSort).toEqual({ field: 'createdAt', direction: 'desc' })
  })

  it.each([
    ['createdAt', [{ createdAt: -1 }, { createdAt: 9 }, { createdAt: 10 }]],
    ['updatedAt', [{ updatedAt: 2 }, { updatedAt: 9 }, { updatedAt: 10 }]],
    ['total', [{ total: -20 }, { total: 9 }, { total: 10 }]],
    ['customer', [{ customerName: null }, { customerName: 'adam' }, { customerName: 'Ádamo' }, { customerName: 'B' }]],
    ['status', [{ status: 'cancelled' }, { status: 'on_hold' }, { status: 'pending' }]],
    ['orderNumber', [{ orderNumber: '' }, { orderNumber: '10' }, { orderNumber: '9' }, { orderNumber: 'é' }]],
  ] as const)('by %s goes up and down', (field, fields) => {
    // Ids fall as the values rise, so that they cannot stand in for them.
    const rows = fields.map((values, place) => row({ id: `square:${9 - place}`, ...values }))
    const mixed = [...rows.slice(1), ...rows.slice(0, 1)]
    expect(sorted(mixed, { field, direction: 'asc' })).toEqual(idsOf(rows))
    expect(sorted(mixed, { field, direction: 'desc' })).toEqual(idsOf(rows.toReversed()))
  })

  it('breaks ties by id, by code units and not by the collation, in the direction of the sort', () => {
    // By UTF-8 the last two would change places.
    const given = ['square:a', 'square:B', 'square:\uE000', 'square:😀', 'square:é', 'square:b']
    const rows = given.map((id) => row({ id, customerName: 'Ana' }))
    const ascending = ['square:B', 'square:a', 'square:b', 'square:é', 'square:😀', 'square:\uE000']
    for (const field of ['customer', 'total', 'createdAt'] as const) {
      expect(sorted(rows, { field, direction: 'asc' })).toEqual(ascending)
      expect(sorted(rows, { field, direction: 'desc' })).toEqual(ascending.toReversed())
    }
  })
})

describe('the first rows after a position', () => {
  const direction = fc.constantFrom('asc' as const, 'desc' as const)

  it('are those that sorting everything would give, in whatever blocks they come', () => {
    const totals = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 })
    const places = fc.record({
      count: fc.integer({ min: 1, max: 12 }),
      from: fc.nat(60),
      size: fc.integer({ min: 1, max: 20 }),
    })
    const leftOut = fc.constantFrom('', '1', '3')
    fc.assert(
      fc.property(totals, direction, places, leftOut, (given, way, { count, from, size }, letter) => {
        const all = given.map((total, index) => row({ id: `square:${(index * 37) % 61}`, total, createdAt: index % 5 }))
        const isMatching = (id: string): boolean => letter === '' || !id.includes(letter)
        const compare = comparePositions(way)
        const ordered = all.map(({ id, total }) => ({ id, value: total })).sort(compare)
        const after = ordered[from] ?? null
        const following = after === null ? ordered : ordered.slice(from + 1)
        const expected = following.filter(({ id }) => isMatching(id)).slice(0, count)
        const sort: Sort = { field: 'total', direction: way }
        const found = firstRows(all, { sort, count, after }, size, isMatching)
        expect(found.map(({ id, value }) => ({ id, value }))).toEqual(expected)
        expect(found.map(({ block, row: at }) => block.idAt(at))).toEqual(idsOf(expected))
      }),
      { numRuns: 1_000 },
    )
  })

  it('may be in a block exactly if its values say so', () => {
    const value = fc.integer({ min: 0, max: 6 })
    const blocks = fc.array(fc.array(value, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(blocks, direction, fc.integer({ min: 1, max: 4 }), fc.option(value), (given, way, count, from) => {
        const after = from === null ? null : { value: from, id: 'square:02' }
        const rowsOfBlock = given.map((totals, b) =>
          totals.map((total, i) => row({ id: `square:${i}${b}`, total, createdAt: i })),
        )
        const sort: Sort = { field: 'total', direction: way }
        const all = idsOf(firstRows(rowsOfBlock.flat(), { sort, count, after }))
        const some = new FirstRows(orderOfSort(orderStream, sort), count, after)
        for (const [b, rows] of rowsOfBlock.entries()) {
          const totals = given[b] ?? []
          if (!some.mayTake(Math.min(...totals), Math.max(...totals))) continue
          some.offer(blockOf(rows), { marks: null, count: rows.length })
        }
        expect(idsOf(some.rows)).toEqual(all)
      }),
      { numRuns: 1_000 },
    )
  })

  it('are not looked for where values lie before the position or behind a full page', () => {
    const first = new FirstRows(orderOfSort(orderStream, { field: 'total', direction: 'desc' }), 2, {
      value: 50,
      id: 'square:5',
    })
    expect([first.mayTake(51, 60), first.mayTake(50, 60), first.mayTake(0, 10)]).toEqual([false, true, true])
    first.offer(blockOf([40, 30].map((total) => row({ id: `square:${total}`, total }))), { marks: null, count: 2 })
    expect(first.isFull).toBe(true)
    expect([first.mayTake(0, 29), first.mayTake(0, 30), first.mayTake(31, 35)]).toEqual([false, true, true])
  })

  it('are none of a block of no rows, of no matches, or where none are wanted', () => {
    const sort: Sort = { field: 'customer', direction: 'asc' }
    const block = blockOf([row({ id: 'square:1' })])
    const first = new FirstRows(orderOfSort(orderStream, sort), 2, null)
    first.offer(blockOf([]), { marks: null, count: 0 })
    first.offer(block, { marks: new Uint8Array(1), count: 0 })
    expect(first.rows).toEqual([])
    const none = new FirstRows(orderOfSort(orderStream, sort), 0, null)
    none.offer(block, { marks: null, count: 1 })
    expect(none.rows).toEqual([])
  })
})
