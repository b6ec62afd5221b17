import type { ColumnDescription, RecordRow, StreamDescription } from 'contract/records.ts'
import type { ListColumn } from '../list/listColumn.ts'
import type { SortChoice } from '../list/SortSelect.tsx'
import { askableColumns, isNumeric, tableColumns, titleColumn } from './recordColumns.ts'
import { RecordLink } from './RecordLink.tsx'
import { RecordValue } from './RecordValue.tsx'

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

/** Returns the direction of the first press: of words upwards; of numbers and times the largest and latest are wanted first. */
function firstDirection({ kind }: ColumnDescription): 'asc' | 'desc' {
  return kind === 'text' || kind === 'category' || kind === 'flag' ? 'asc' : 'desc'
}

/** Returns the name of a direction for a kind of column. */
function directionName(kind: ColumnDescription['kind'], direction: 'asc' | 'desc'): string {
  switch (kind) {
    case 'text':
    case 'category':
      return direction === 'asc' ? 'A to Z' : 'Z to A'
    case 'time':
      return direction === 'asc' ? 'earliest first' : 'latest first'
    case 'integer':
    case 'number':
      return direction === 'asc' ? 'lowest first' : 'highest first'
    case 'flag':
      return direction === 'asc' ? 'no first' : 'yes first'
  }
}

/** Returns the columns and directions that a stream's list can be sorted by. */
export function sortChoicesOf(stream: StreamDescription): readonly SortChoice[] {
  return askableColumns(stream)
    .filter(({ sort }) => sort)
    .map((column) => {
      const first = firstDirection(column)
      const both = [first, first === 'asc' ? 'desc' : 'asc'] as const
      return {
        field: column.name,
        label: column.label,
        directions: both.map((direction) => [direction, directionName(column.kind, direction)] as const),
      }
    })
}
