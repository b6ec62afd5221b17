import type { ColumnDescription, ColumnTest } from 'contract/records.ts'
import { ColumnFilter } from './ColumnFilter.tsx'
import type { Counts } from './listPage.ts'
import type { GivenTest, RecordTests } from './recordTests.ts'

interface Props {
  readonly columns: readonly ColumnDescription[]
  readonly tests: RecordTests
  readonly facets: Counts | undefined
  /** Chooses a test of a column; null takes the test out. */
  readonly onChoose: (column: string, test: GivenTest | null) => void
}

/** The filters of columns, from their descriptions alone: words, flags, periods and ranges. */
export function ColumnFilters({ columns, tests, facets, onChoose }: Props) {
  // A link may test what is offered as no filter: it can be taken out.
  const others = columns.filter((column) => !isOffered(column) && tests.tests[column.name])
  return (
    <>
      {columns.filter(isOffered).map((column) => (
        <ColumnFilter
          key={column.name}
          column={column}
          state={tests}
          facets={facets}
          onChoose={(test) => onChoose(column.name, test)}
        />
      ))}
      {others.map((column) => (
        <TakenOut
          key={column.name}
          column={column}
          test={tests.tests[column.name] ?? {}}
          onTakeOut={() => onChoose(column.name, null)}
        />
      ))}
    </>
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
