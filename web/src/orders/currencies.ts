import type { Facets, Filter } from 'contract/api.ts'
import type { ListState } from './listState.ts'

/** Amounts compare within one currency: the one that is chosen, or the only one that there is. */
export function currencyOf({ currency }: Filter, facets: Facets | undefined): string | null {
  const candidates = currency ?? Object.keys(facets?.currency ?? {})
  return candidates.length === 1 ? (candidates[0] ?? null) : null
}

/** A currency and the number of orders in it. */
export interface CurrencyCount {
  readonly currency: string
  readonly count: number
}

/**
 * The currencies that a list sorted by total would mix, the one of most orders first; none where its amounts compare, or where
 * it is not known yet.
 */
export function mixedCurrencies({ sort, filter }: ListState, facets: Facets | undefined): CurrencyCount[] {
  if (sort.field !== 'total') return []
  const found = Object.entries(facets?.currency ?? {})
    .map(([currency, count]) => ({ currency, count }))
    // The counts leave the list's own choice of currencies out of account.
    .filter(({ currency, count }) => count > 0 && filter.currency?.includes(currency) !== false)
    .sort((a, b) => b.count - a.count || (a.currency < b.currency ? -1 : 1))
  return found.length > 1 ? found : []
}
