import type { RecordRow, StreamDescription } from 'contract/records.ts'
import type { ListColumn } from '../list/listColumn.ts'
import { firstDirection, sortChoice } from '../list/columnSort.ts'
import type { SortChoice } from '../list/SortSelect.tsx'
import { askableColumns, isNumeric, tableColumns, titleColumn } from './recordColumns.ts'
import { RecordLink } from './RecordLink.tsx'
import { RecordValue } from '../list/RecordValue.tsx'

/** The columns of a stream's table, from its description alone. */
export function listColumns(
  stream: StreamDescription,
  hrefOf: (id: string) => string,
): readonly ListColumn<RecordRow>[] {
  const title = titleColumn(stream)
  return tableColumns(stream).map((column) => ({
    id: column.name,
    label: column.label,
    isNumeric: isNumeric(column),
    isTime: column.kind === 'time',
    ...(column.sort && { sortsFirst: firstDirection(column) }),
    cell: (row) =>
      column.name === title.name ? (
        <RecordLink row={row} title={title} href={hrefOf(row.id)} />
      ) : (
        <span className={column.kind === 'text' ? 'cell-text' : undefined}>
          <RecordValue column={column} id={row.id} values={row} isCut />
        </span>
      ),
  }))
}

/** Returns the columns and directions that a stream's list can be sorted by. */
export function sortChoicesOf(stream: StreamDescription): readonly SortChoice[] {
  return askableColumns(stream)
    .filter(({ sort }) => sort)
    .map((column) => sortChoice(column, column.name))
}
