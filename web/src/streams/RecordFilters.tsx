import type { StreamDescription } from 'contract/records.ts'
import { ColumnFilters } from '../list/ColumnFilters.tsx'
import type { Counts } from '../list/listPage.ts'
import { testCount } from '../list/recordTests.ts'
import { askableColumns } from './recordColumns.ts'
import { asking, testing, type RecordListState } from './recordListState.ts'

interface Props {
  readonly stream: StreamDescription
  readonly state: RecordListState
  readonly facets: Counts | undefined
  readonly onChange: (next: RecordListState) => void
}

/** Everything that narrows a stream's list. */
export function RecordFilters({ stream, state, facets, onChange }: Props) {
  return (
    <div className="filter-bar" role="group" aria-label="Filters">
      <ColumnFilters
        columns={askableColumns(stream)}
        tests={state}
        facets={facets}
        onChoose={(column, test) => onChange(testing(stream, state, column, test))}
      />
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
