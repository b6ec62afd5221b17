import type { ColumnDescription, ColumnTest } from 'contract/records.ts'
import { AmountFilter } from './AmountFilter.tsx'
import { oneCurrency } from './currencies.ts'
import { DateFilter } from './DateFilter.tsx'
import type { DatePreset } from './datePresets.ts'
import { FacetFilter } from './FacetFilter.tsx'
import type { Counts } from './listPage.ts'
import { RangeFilter, type RangeText } from './RangeFilter.tsx'
import type { RecordTests } from './recordTests.ts'
import { categoryLabel } from './RecordValue.tsx'

interface Props {
  readonly column: ColumnDescription
  readonly state: RecordTests
  readonly facets: Counts | undefined
  readonly onChoose: (test: ColumnTest | { readonly days: DatePreset } | null) => void
}

/** The filter of a column, as its kind has it. */
export function ColumnFilter({ column, state, facets, onChoose }: Props) {
  const { name, label, kind, money } = column
  const test = state.tests[name] ?? {}
  switch (kind) {
    case 'flag':
      return (
        <FacetFilter
          label={label}
          values={['true', 'false']}
          labelOf={(value) => (value === 'true' ? 'Yes' : 'No')}
          chosen={(test.in ?? []).map(String)}
          counts={undefined}
          onChoose={(values) => onChoose({ in: values.map((value) => value === 'true') })}
        />
      )
    case 'text':
    case 'category':
      return (
        <FacetFilter
          label={label}
          values={valuesOf(name, test, facets)}
          labelOf={(value) => categoryLabel(name, value)}
          chosen={(test.in ?? []).map(String)}
          counts={facets?.[name]}
          onChoose={(values) => onChoose({ in: values })}
        />
      )
    case 'time':
      return (
        <DateFilter
          label={label}
          preset={state.days[name] ?? null}
          range={{ ...(test.from && { from: test.from }), ...(test.to && { to: test.to }) }}
          onChoose={({ preset, range }) => onChoose(preset === null ? range : { days: preset })}
        />
      )
    case 'integer':
    case 'number': {
      const range = { label, min: test.min, max: test.max, onChoose: chooseRange(onChoose) }
      if (money === undefined) return <RangeFilter {...range} text={numberText(kind)} />
      const chosen = state.tests[money.currency]?.in?.map(String)
      return <AmountFilter {...range} currency={oneCurrency(chosen, facets?.[money.currency])} />
    }
  }
}

function chooseRange(onChoose: Props['onChoose']) {
  return (min: number | undefined, max: number | undefined): void => onChoose({ min, max })
}

/** The words of a category that records have or that are chosen, in the order of the alphabet. */
function valuesOf(name: string, test: ColumnTest, facets: Counts | undefined): string[] {
  const values = new Set([...Object.keys(facets?.[name] ?? {}), ...(test.in ?? []).map(String)])
  return [...values].sort((a, b) => categoryLabel(name, a).localeCompare(categoryLabel(name, b)))
}

function numberText(kind: 'integer' | 'number'): RangeText {
  return {
    write: String,
    read: (text) => {
      const value = Number(text.trim().replace(',', '.'))
      return Number.isFinite(value) && (kind === 'number' || Number.isInteger(value)) ? value : null
    },
    show: (value) => value.toLocaleString(),
    advice: kind === 'integer' ? 'Write whole numbers like 12.' : 'Write numbers like 12.5.',
  }
}
