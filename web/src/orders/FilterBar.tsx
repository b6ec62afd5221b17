import { orderStatuses, sourceNames } from 'contract/order.ts'
import type { Filter } from 'contract/api.ts'
import type { ColumnDescription } from 'contract/records.ts'
import { sourceLabels, statusLabels } from '../format/labels.ts'
import { AmountFilter } from '../list/AmountFilter.tsx'
import { ColumnFilters } from '../list/ColumnFilters.tsx'
import { oneCurrency } from '../list/currencies.ts'
import { DateFilter } from '../list/DateFilter.tsx'
import type { DatePreset, DateRange } from '../list/datePresets.ts'
import { FacetFilter } from '../list/FacetFilter.tsx'
import type { Counts } from '../list/listPage.ts'
import { withTest } from '../list/recordTests.ts'
import { asking, initialListState, isFiltered, type ListState } from './listState.ts'

interface Props {
  readonly state: ListState
  /** The columns that the shop declares. */
  readonly own: readonly ColumnDescription[]
  readonly facets: Counts | undefined
  readonly onChange: (next: ListState) => void
}

/** Everything that narrows the list. */
export function FilterBar({ state, own, facets, onChange }: Props) {
  const { filter } = state
  const narrow = (changes: Filter): void => {
    onChange(asking(state, { filter: withoutEmpty({ ...filter, ...changes }) }))
  }
  const currencies = [...new Set([...Object.keys(facets?.currency ?? {}), ...(filter.currency ?? [])])].sort()
  return (
    <div className="filter-bar" role="group" aria-label="Filters">
      <FacetFilter
        label="Status"
        values={orderStatuses}
        labelOf={(status) => statusLabels[status]}
        chosen={filter.status ?? []}
        counts={facets?.status}
        onChoose={(status) => narrow({ status })}
      />
      <FacetFilter
        label="Source"
        values={sourceNames}
        labelOf={(source) => sourceLabels[source]}
        chosen={filter.source ?? []}
        counts={facets?.source}
        onChoose={(source) => narrow({ source })}
      />
      <FacetFilter
        label="Currency"
        values={currencies}
        labelOf={(currency) => currency}
        chosen={filter.currency ?? []}
        counts={facets?.currency}
        // An amount means another thing in another currency.
        onChoose={(currency) => {
          const changes = withoutEmpty({ ...filter, currency, totalMin: undefined, totalMax: undefined })
          onChange(asking(state, { filter: changes, own: withTest(own, state.own, 'currency', null) }))
        }}
      />
      <DateFilter
        label="Placed"
        preset={state.created}
        range={rangeIn(filter.createdFrom, filter.createdTo)}
        onChoose={({ preset, range }) => onChange(dated(state, 'created', preset, range))}
      />
      <DateFilter
        label="Changed"
        preset={state.updated}
        range={rangeIn(filter.updatedFrom, filter.updatedTo)}
        onChoose={({ preset, range }) => onChange(dated(state, 'updated', preset, range))}
      />
      <AmountFilter
        label="Total"
        currency={oneCurrency(filter.currency, facets?.currency)}
        min={filter.totalMin}
        max={filter.totalMax}
        onChoose={(totalMin, totalMax) => narrow({ totalMin, totalMax })}
      />
      <ColumnFilters
        columns={own}
        // Amounts among them are in the currency of their orders.
        tests={{
          ...state.own,
          tests: { ...state.own.tests, ...(filter.currency && { currency: { in: filter.currency } }) },
        }}
        facets={facets}
        onChoose={(column, test) => onChange(asking(state, { own: withTest(own, state.own, column, test) }))}
      />
      {isFiltered(state) && (
        <button
          type="button"
          className="link-button"
          onClick={() =>
            onChange(asking(state, { filter: {}, created: null, updated: null, own: initialListState.own }))
          }
        >
          Clear all
        </button>
      )}
    </div>
  )
}

function dated(state: ListState, name: 'created' | 'updated', preset: DatePreset | null, range: DateRange): ListState {
  const bounds = { [`${name}From`]: range.from, [`${name}To`]: range.to }
  return asking(state, { [name]: preset, filter: withoutEmpty({ ...state.filter, ...bounds }) })
}

function rangeIn(from: string | undefined, to: string | undefined): DateRange {
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
}

/** The filter without empty lists, which would match nothing and are refused. */
function withoutEmpty(filter: Filter): Filter {
  const kept = Object.entries(filter).filter(
    ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
  )
  return Object.fromEntries(kept)
}
