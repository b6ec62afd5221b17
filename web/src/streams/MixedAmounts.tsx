import type { ColumnDescription, StreamDescription } from 'contract/records.ts'
import { mixedCurrencies, type CurrencyCount } from '../list/currencies.ts'
import { CurrencyChoice } from '../list/CurrencyChoice.tsx'
import type { Counts } from '../list/listPage.ts'
import { asking, defaultSort, testing, type RecordListState } from './recordListState.ts'

interface Props {
  readonly stream: StreamDescription
  readonly state: RecordListState
  readonly currencies: readonly CurrencyCount[]
  readonly onChange: (next: RecordListState, options: { replace: boolean }) => void
}

/** Asks in which currency a list is to be sorted by an amount. */
export function MixedAmounts({ stream, state, currencies, onChange }: Props) {
  const sorted = sortedAmount(stream, state)
  const currency = sorted?.money?.currency ?? ''
  return (
    <CurrencyChoice
      amount={sorted?.label.toLowerCase() ?? ''}
      noun="record"
      currencies={currencies}
      onChoose={(chosen) => onChange(testing(stream, state, currency, { in: [chosen] }), { replace: true })}
      onLeave={() => onChange(asking(state, { sort: defaultSort }), { replace: true })}
    />
  )
}

/** The currencies that a list sorted by an amount would mix; none in any other sort. */
export function mixedIn(
  stream: StreamDescription,
  state: RecordListState,
  facets: Counts | undefined,
): readonly CurrencyCount[] {
  const currency = sortedAmount(stream, state)?.money?.currency
  if (currency === undefined) return []
  return mixedCurrencies(state.tests[currency]?.in?.map(String), facets?.[currency])
}

/** The column by which a list is sorted, where it is an amount. */
function sortedAmount({ columns }: StreamDescription, { sort }: RecordListState): ColumnDescription | undefined {
  return columns.find(({ name, money }) => name === sort.field && money !== undefined)
}
