import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { Sort } from '../../functions/src/model/api.ts'
import type { Row } from '../../functions/src/model/row.ts'
import { comparePositions, defaultSort, firstRows, positionOf } from '../../functions/src/query/sort.ts'
import { idsOf, row } from './rows.ts'

function sorted(rows: readonly Row[], sort: Sort): string[] {
  return idsOf(firstRows(rows, sort, rows.length, null))
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
    const rows = ['square:a', 'square:B', 'square:é', 'square:b'].map((id) => row({ id, customerName: 'Ana' }))
    const ascending = ['square:B', 'square:a', 'square:b', 'square:é']
    expect(sorted(rows, { field: 'customer', direction: 'asc' })).toEqual(ascending)
    expect(sorted(rows, { field: 'customer', direction: 'desc' })).toEqual(ascending.toReversed())
    expect(sorted(rows, { field: 'total', direction: 'desc' })).toEqual(ascending.toReversed())
  })
})

describe('the first rows after a position', () => {
  it('are those that sorting everything would give, in whatever order the rows come', () => {
    const rows = fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 })
    const direction = fc.constantFrom('asc' as const, 'desc' as const)
    fc.assert(
      fc.property(rows, direction, fc.integer({ min: 1, max: 12 }), fc.nat(60), (totals, way, count, from) => {
        const all = totals.map((total, index) => row({ id: `square:${(index * 37) % 61}`, total }))
        const sort: Sort = { field: 'total', direction: way }
        const compare = comparePositions(way)
        const ordered = all.toSorted((a, b) => compare(positionOf(a, 'total'), positionOf(b, 'total')))
        const before = ordered[from]
        const expected = before === undefined ? ordered.slice(0, count) : ordered.slice(from + 1, from + 1 + count)
        const after = before === undefined ? null : positionOf(before, 'total')
        expect(idsOf(firstRows(all, sort, count, after))).toEqual(idsOf(expected))
      }),
      { numRuns: 500 },
    )
  })

  it('leave the rows they are given as they were', () => {
    const rows = [row({ id: 'square:1', total: 2 }), row({ id: 'square:2', total: 1 })]
    firstRows(rows, { field: 'total', direction: 'asc' }, 2, null)
    expect(idsOf(rows)).toEqual(['square:1', 'square:2'])
  })
})
