import type { ReactNode } from 'react'

import type { Sort } from 'contract/api.ts'
import { useShopZone } from '../ui/shopZone.tsx'
import { zoneWords } from '../ui/ZoneNote.tsx'
import { numericColumns, sortFieldOf, timeColumns } from './columns.tsx'

interface Props {
  readonly columnId: string
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
  readonly children: ReactNode
}

/** Of text the first press sorts upwards; of amounts and times the largest and latest are wanted first. */
const upwardsFirst = new Set(['customer', 'status', 'orderNumber'])

/** A column's header; pressed again it sorts the other way. */
export function SortableHeader({ columnId, sort, onSort, children }: Props) {
  const zone = useShopZone()
  const title = zone !== null && timeColumns.has(columnId) ? zoneWords('Times', zone.name) : undefined
  const field = sortFieldOf[columnId]
  const className = numericColumns.has(columnId) ? 'numeric' : undefined
  if (field === undefined) {
    return (
      <th scope="col" className={className}>
        {children}
      </th>
    )
  }
  const isSorted = sort.field === field
  const first = upwardsFirst.has(field) ? 'asc' : 'desc'
  const direction = isSorted ? (sort.direction === 'asc' ? 'desc' : 'asc') : first
  const sorted = sort.direction === 'asc' ? 'ascending' : 'descending'
  return (
    <th scope="col" className={className} title={title} aria-sort={isSorted ? sorted : undefined}>
      <button type="button" className="sort-button" onClick={() => onSort({ field, direction })}>
        {children}
        <span aria-hidden="true" className="sort-sign">
          {isSorted ? (sort.direction === 'asc' ? '▲' : '▼') : '↕'}
        </span>
      </button>
    </th>
  )
}
