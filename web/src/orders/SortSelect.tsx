import { sortFields, sortSchema, type Sort, type SortField } from 'contract/api.ts'
import { columnLabels } from './columns.tsx'

interface Props {
  readonly sort: Sort
  readonly onSort: (sort: Sort) => void
}

/** What each direction is called, the one first that the column's header would begin with. */
const directions: Readonly<Record<SortField, readonly (readonly [Sort['direction'], string])[]>> = {
  createdAt: [
    ['desc', 'newest first'],
    ['asc', 'oldest first'],
  ],
  updatedAt: [
    ['desc', 'latest first'],
    ['asc', 'earliest first'],
  ],
  total: [
    ['desc', 'highest first'],
    ['asc', 'lowest first'],
  ],
  customer: [
    ['asc', 'A to Z'],
    ['desc', 'Z to A'],
  ],
  status: [
    ['asc', 'A to Z'],
    ['desc', 'Z to A'],
  ],
  orderNumber: [
    ['asc', 'lowest first'],
    ['desc', 'highest first'],
  ],
}

/** The order of a list that has no column headers to press. */
export function SortSelect({ sort, onSort }: Props) {
  return (
    <label className="sheet-section">
      Sort by
      <select value={textOf(sort)} onChange={(event) => onSort(sortIn(event.target.value))}>
        {sortFields.flatMap((field) =>
          directions[field].map(([direction, name]) => (
            <option key={`${field} ${direction}`} value={textOf({ field, direction })}>
              {columnLabels[field]}, {name}
            </option>
          )),
        )}
      </select>
    </label>
  )
}

function textOf({ field, direction }: Sort): string {
  return `${field}:${direction}`
}

function sortIn(text: string): Sort {
  const [field, direction] = text.split(':')
  return sortSchema.parse({ field, direction })
}
