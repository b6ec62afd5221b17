import { describe, expect, it } from 'vitest'

import type { Facets, Filter } from '../../../functions/src/contract/api.ts'
import { listOf } from '../../query/memoryReader.ts'
import { row } from '../../query/rows.ts'

const rows = [
  row({ id: 'firestore:1', status: 'shipped', currency: 'USD', total: 10 }),
  row({ id: 'firestore:2', status: 'shipped', currency: 'EUR', total: 20 }),
  row({ id: 'firestore:3', status: 'pending', currency: 'EUR', total: 30 }),
  row({ id: 'square:1', source: 'square', status: 'pending', currency: 'USD', total: 40 }),
  row({ id: 'square:2', source: 'square', status: 'refunded', currency: 'EUR', total: 50 }),
]

async function facetsOf(filter: Filter): Promise<Facets | undefined> {
  const inOne = await listOf(rows, { filter, facets: true })
  const { facets } = await listOf(rows, { filter, facets: true }, 1)
  expect(facets, 'however the rows lie in segments').toEqual(inOne.facets)
  return facets
}

describe('facets', () => {
  it('count every value that there is, and no other', async () => {
    expect(await facetsOf({})).toEqual({
      status: { shipped: 2, pending: 2, refunded: 1 },
      source: { firestore: 3, square: 2 },
      currency: { USD: 2, EUR: 3 },
    })
  })

  it('ignore each their own filter and heed the others', async () => {
    expect(await facetsOf({ status: ['pending'] })).toEqual({
      status: { shipped: 2, pending: 2, refunded: 1 },
      source: { firestore: 1, square: 1 },
      currency: { USD: 1, EUR: 1 },
    })
    expect(await facetsOf({ status: ['pending'], currency: ['EUR'] })).toEqual({
      status: { shipped: 1, pending: 1, refunded: 1 },
      source: { firestore: 1 },
      currency: { USD: 1, EUR: 1 },
    })
    expect(await facetsOf({ status: ['pending'], currency: ['EUR'], source: ['square'] })).toEqual({
      status: { refunded: 1 },
      source: { firestore: 1 },
      currency: { USD: 1 },
    })
  })

  it('heed what is no facet', async () => {
    expect(await facetsOf({ totalMin: 20, totalMax: 40, search: 'firestore' })).toEqual({
      status: { shipped: 1, pending: 1 },
      source: { firestore: 2 },
      currency: { EUR: 2 },
    })
  })

  it('are empty where nothing is found', async () => {
    expect(await facetsOf({ totalMin: 51 })).toEqual({ status: {}, source: {}, currency: {} })
  })

  it('name their values in one order, whatever the order of the rows', async () => {
    const names = async (given: typeof rows): Promise<string[]> => {
      const { facets } = await listOf(given, { facets: true }, 1)
      return Object.keys(facets?.status ?? {})
    }
    expect(await names(rows)).toEqual(['pending', 'refunded', 'shipped'])
    const otherwise = rows.map((given, i) => ({ ...given, createdAt: -i }))
    expect(await names(otherwise)).toEqual(await names(rows))
  })
})
