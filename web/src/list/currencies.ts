/** A currency and the number of records in it. */
export interface CurrencyCount {
  readonly currency: string
  readonly count: number
}

/** Amounts compare within one currency: the one that is chosen, or the only one that there is. */
export function oneCurrency(
  chosen: readonly string[] | undefined,
  counts: Readonly<Record<string, number>> | undefined,
): string | null {
  const candidates = chosen ?? Object.keys(counts ?? {})
  return candidates.length === 1 ? (candidates[0] ?? null) : null
}

/**
 * The currencies that a list sorted by an amount would mix, the one of most records first; none where its amounts compare, or
 * where it is not known yet.
 */
export function mixedCurrencies(
  chosen: readonly string[] | undefined,
  counts: Readonly<Record<string, number>> | undefined,
): CurrencyCount[] {
  const found = Object.entries(counts ?? {})
    .map(([currency, count]) => ({ currency, count }))
    // The counts leave the list's own choice of currencies out of account.
    .filter(({ currency, count }) => count > 0 && chosen?.includes(currency) !== false)
    .sort((a, b) => b.count - a.count || (a.currency < b.currency ? -1 : 1))
  return found.length > 1 ? found : []
}
