import type { ListSort } from './listPage.ts'

/** A field that a list can be sorted by, and what each direction is called, the one first that its header would begin with. */
export interface SortChoice {
  readonly field: string
  readonly label: string
  readonly directions: readonly (readonly [direction: ListSort['direction'], name: string])[]
}

interface Props {
  readonly choices: readonly SortChoice[]
  readonly sort: ListSort
  readonly onSort: (sort: ListSort) => void
}

/** The order of a list that has no column headers to press. */
export function SortSelect({ choices, sort, onSort }: Props) {
  const options = choices.flatMap(({ field, label, directions }) =>
    directions.map(([direction, name]) => ({ sort: { field, direction }, name: `${label}, ${name}` })),
  )
  const choose = (text: string): void => {
    const chosen = options.find((option) => textOf(option.sort) === text)
    if (chosen !== undefined) onSort(chosen.sort)
  }
  return (
    <label className="sheet-section">
      Sort by
      <select value={textOf(sort)} onChange={(event) => choose(event.target.value)}>
        {options.map((option) => (
          <option key={textOf(option.sort)} value={textOf(option.sort)}>
            {option.name}
          </option>
        ))}
      </select>
    </label>
  )
}

function textOf({ field, direction }: ListSort): string {
  return `${field}:${direction}`
}
