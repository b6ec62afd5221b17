import { describe, expect, it } from 'vitest'

import type { Facets, Filter } from '../../functions/src/model/api.ts'
import { pageOf } from '../../functions/src/query/page.ts'
import { row } from './rows.ts'

const rows = [
  row({ id: 'firestore:1', status: 'shipped', currency: 'USD', total: 10 }),
  row({ id: 'firestore:2', status: 'shipped', currency: 'EUR', total: 20 }),
  row({ id: 'firestore:3', status: 'pending', currency: 'EUR', total: 30 }),
  row({ id: 'square:1', source: 'square', status: 'pending', currency: 'USD', total: 40 }),
  row({ id: 'square:2', source: 'square', status: 'refunded', currency: 'EUR', total: 50 }),
]

function facetsOf(filter: Filter): Facets | undefined {
  return pageOf(rows, { filter, facets: true }).facets
}

describe('facets', () => {
  it('count every value that there is, and no other', () => {
    expect(facetsOf({})).toEqual({
      status: { shipped: 2, pending: 2, refunded: 1 },
      source: { firestore: 3, square: 2 },
      currency: { USD: 2, EUR: 3 },
    })
  })

  it('ignore each their own filter and heed the others', () => {
    expect(facetsOf({ status: ['pending'] })).toEqual({
      status: { shipped: 2, pending: 2, refunded: 1 },
      source: { firestore: 1, square: 1 },
      currency: { USD: 1, EUR: 1 },
    })
    expect(facetsOf({ status: ['pending'], currency: ['EUR'] })).toEqual({
      status: { shipped: 1, pending: 1, refunded: 1 },
      source: { firestore: 1 },
      currency: { USD: 1, EUR: 1 },
    })
    expect(facetsOf({ status: ['pending'], currency: ['EUR'], source: ['square'] })).toEqual({
      status: { refunded: 1 },
      source: { firestore: 1 },
      currency: { USD: 1 },
    })
  })

  it('heed what is no facet', () => {
    expect(facetsOf({ totalMin: 20, totalMax: 40, search: 'firestore' })).toEqual({
      status: { shipped: 1, pending: 1 },
      source: { firestore: 2 },
      currency: { EUR: 2 },
    })
  })

  it('are empty where nothing is found', () => {
    expect(facetsOf({ totalMin: 51 })).toEqual({ status: {}, source: {}, currency: {} })
  })

  it('name their values in one order, whatever the order of the rows', () => {
    const names = (given: typeof rows): string[] => Object.keys(pageOf(given, { facets: true }).facets?.status ?? {})
    expect(names(rows)).toEqual(['pending', 'refunded', 'shipped'])
    expect(names(rows.toReversed())).toEqual(names(rows))
  })
})
