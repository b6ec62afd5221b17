import { useEffect, useRef } from 'react'

interface AllProps {
  /** How many rows the page has, and how many of them are selected. */
  readonly rows: number
  readonly selected: number
  /** What rows are called: "orders". */
  readonly nouns: string
  readonly onToggle: () => void
}

/** The header over the checkboxes of the rows: one for all of them. */
export function SelectAllHeader({ rows, selected, nouns, onToggle }: AllProps) {
  const box = useRef<HTMLInputElement>(null)
  const isAll = selected === rows
  const isSome = selected > 0 && !isAll
  useEffect(() => {
    // No attribute says it.
    if (box.current !== null) box.current.indeterminate = isSome
  }, [isSome])
  return (
    <th scope="col" className="select-cell">
      <label>
        <input
          ref={box}
          type="checkbox"
          aria-label={`Select all ${rows} ${nouns} of this page`}
          checked={isAll}
          onChange={onToggle}
        />
      </label>
    </th>
  )
}

interface CellProps {
  /** The row's name: "order 1001". */
  readonly name: string
  readonly isSelected: boolean
  readonly onToggle: (isRange: boolean) => void
}

/** The checkbox of a row; with Shift it stands for all rows from the last one that was touched. */
export function SelectCell({ name, isSelected, onToggle }: CellProps) {
  return (
    <td className="select-cell">
      <label>
        <input
          type="checkbox"
          aria-label={`Select ${name}`}
          aria-keyshortcuts="x"
          checked={isSelected}
          // A click of the mouse, or the one that Space makes: both know of the Shift key.
          onChange={({ nativeEvent }) => onToggle(nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
        />
      </label>
    </td>
  )
}
