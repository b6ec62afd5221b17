import { useShopZone } from '../ui/shopZone.tsx'
import { zoneWords } from '../ui/ZoneNote.tsx'
import type { ListColumn } from './listColumn.ts'
import type { ListRow, ListSort } from './listPage.ts'

interface Props<Row extends ListRow> {
  readonly column: ListColumn<Row>
  readonly sort: ListSort
  readonly onSort: (sort: ListSort) => void
}

/** A column's header; pressed again it sorts the other way. */
export function SortableHeader<Row extends ListRow>({ column, sort, onSort }: Props<Row>) {
  const { id: field, label, isNumeric, isTime, sortsFirst } = column
  const zone = useShopZone()
  const title = zone !== null && isTime === true ? zoneWords('Times', zone.name) : undefined
  const className = isNumeric === true ? 'numeric' : undefined
  if (sortsFirst === undefined) {
    return (
      <th scope="col" className={className} title={title}>
        {label}
      </th>
    )
  }
  const isSorted = sort.field === field
  const direction = isSorted ? (sort.direction === 'asc' ? 'desc' : 'asc') : sortsFirst
  const sorted = sort.direction === 'asc' ? 'ascending' : 'descending'
  return (
    <th scope="col" className={className} title={title} aria-sort={isSorted ? sorted : undefined}>
      <button type="button" className="sort-button" onClick={() => onSort({ field, direction })}>
        {label}
        <span aria-hidden="true" className="sort-sign">
          {isSorted ? (sort.direction === 'asc' ? '▲' : '▼') : '↕'}
        </span>
      </button>
    </th>
  )
}
