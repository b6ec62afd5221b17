import type { ColumnDescription } from 'contract/records.ts'
import type { ListState } from './listState.ts'
import { ownField } from './ownColumns.ts'
import type { Counts } from '../list/listPage.ts'
import { mixedCurrencies, type CurrencyCount } from '../list/currencies.ts'

/** The amount that a list of orders is sorted by, as its heading says; null in any other sort. */
export function sortedAmount({ sort }: Pick<ListState, 'sort'>, own: readonly ColumnDescription[]): string | null {
  if (sort.field === 'total') return 'total'
  const column = own.find(({ name, money }) => money !== undefined && ownField(name) === sort.field)
  return column?.label.toLowerCase() ?? null
}

/** The currencies that a list of orders sorted by an amount would mix; none in any other sort. */
export function currenciesOfAmounts(
  state: ListState,
  own: readonly ColumnDescription[],
  facets: Counts | undefined,
): CurrencyCount[] {
  return sortedAmount(state, own) === null ? [] : mixedCurrencies(state.filter.currency, facets?.currency)
}
