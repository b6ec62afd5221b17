import { describe, expect, it } from 'vitest'

import type { Counts } from '../../../web/src/list/listPage.ts'
import { currenciesOfAmounts } from '../../../web/src/orders/currencies.ts'
import { initialListState, type ListState } from '../../../web/src/orders/listState.ts'

const byTotal: ListState = { ...initialListState, sort: { field: 'total', direction: 'desc' } }
const facets = (currency: Record<string, number>): Counts => ({ status: {}, source: {}, currency })

describe('the currencies that a sort by total would mix', () => {
  it('are all that the list has, the one of most orders first', () => {
    expect(currenciesOfAmounts(byTotal, [], facets({ EUR: 3, CHF: 9, AUD: 3 }))).toEqual([
      { currency: 'CHF', count: 9 },
      { currency: 'AUD', count: 3 },
      { currency: 'EUR', count: 3 },
    ])
  })

  it('are none where the shop has one, where one is chosen, and while nobody knows', () => {
    expect(currenciesOfAmounts(byTotal, [], facets({ EUR: 3 }))).toEqual([])
    expect(currenciesOfAmounts(byTotal, [], facets({ EUR: 3, USD: 0 }))).toEqual([])
    expect(currenciesOfAmounts({ ...byTotal, filter: { currency: ['EUR'] } }, [], facets({ EUR: 3, USD: 4 }))).toEqual(
      [],
    )
    expect(currenciesOfAmounts(byTotal, [], undefined)).toEqual([])
  })

  it('are those that are chosen, where they are several that have orders', () => {
    const chosen = { ...byTotal, filter: { currency: ['EUR', 'USD'] } }
    expect(currenciesOfAmounts(chosen, [], facets({ EUR: 3, USD: 4, CHF: 9 })).map(({ currency }) => currency)).toEqual(
      ['USD', 'EUR'],
    )
    expect(currenciesOfAmounts(chosen, [], facets({ EUR: 3, CHF: 9 }))).toEqual([])
  })

  it('are none in any other sort', () => {
    expect(currenciesOfAmounts(initialListState, [], facets({ EUR: 3, USD: 4 }))).toEqual([])
  })
})
