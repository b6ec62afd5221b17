import type { ColumnDescription, ColumnTest, StreamDescription } from 'contract/records.ts'
import type { Counts } from '../list/listPage.ts'
import { RecordColumnFilter } from './RecordColumnFilter.tsx'
import { askableColumns } from './recordColumns.ts'
import { asking, testCount, testing, type RecordListState } from './recordListState.ts'

interface Props {
  readonly stream: StreamDescription
  readonly state: RecordListState
  readonly facets: Counts | undefined
  readonly onChange: (next: RecordListState) => void
}

/** Everything that narrows a stream's list, from its description alone: words, flags, periods and ranges. */
export function RecordFilters({ stream, state, facets, onChange }: Props) {
  const columns = askableColumns(stream)
  // A link may test what is offered as no filter: it can be taken out.
  const others = columns.filter((column) => !isOffered(column) && state.tests[column.name])
  return (
    <div className="filter-bar" role="group" aria-label="Filters">
      {columns.filter(isOffered).map((column) => (
        <RecordColumnFilter
          key={column.name}
          column={column}
          state={state}
          facets={facets}
          onChoose={(test) => onChange(testing(stream, state, column.name, test))}
        />
      ))}
      {others.map((column) => (
        <TakenOut
          key={column.name}
          column={column}
          test={state.tests[column.name] ?? {}}
          onTakeOut={() => onChange(testing(stream, state, column.name, null))}
        />
      ))}
      {testCount(state) > 0 && (
        <button
          type="button"
          className="link-button"
          onClick={() => onChange(asking(state, { search: '', tests: {}, days: {} }))}
        >
          Clear all
        </button>
      )}
    </div>
  )
}

function isOffered({ kind, facet, range }: ColumnDescription): boolean {
  return facet === true || range === true || kind === 'flag'
}

interface TakenOutProps {
  readonly column: ColumnDescription
  readonly test: ColumnTest
  readonly onTakeOut: () => void
}

/** A test that is in the address alone, and goes with a click. */
function TakenOut({ column, test, onTakeOut }: TakenOutProps) {
  const text = (test.in ?? [test.min ?? test.from ?? '', test.max ?? test.to ?? '']).join(', ')
  return (
    <button type="button" className="button dropdown dropdown-chosen" onClick={onTakeOut}>
      {column.label} <span className="dropdown-choice">{text}</span>{' '}
      <span className="visually-hidden">(take this filter out)</span>
      <span aria-hidden="true">✕</span>
    </button>
  )
}
