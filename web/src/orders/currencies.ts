import type { ListState } from './listState.ts'
import type { Counts } from '../list/listPage.ts'
import { mixedCurrencies, type CurrencyCount } from '../list/currencies.ts'

/** The currencies that a list of orders sorted by total would mix; none in any other sort. */
export function currenciesOfTotals({ sort, filter }: ListState, facets: Counts | undefined): CurrencyCount[] {
  return sort.field === 'total' ? mixedCurrencies(filter.currency, facets?.currency) : []
}
