import { Dropdown } from '../ui/Dropdown.tsx'
import type { ColumnChoice } from './columnChoice.ts'

interface Props {
  readonly columns: readonly { readonly id: string; readonly label: string }[]
  readonly choice: ColumnChoice
}

/** A menu that chooses the table's columns. */
export function ColumnMenu({ columns, choice }: Props) {
  return (
    <Dropdown label="Columns">
      <fieldset className="choices">
        <legend className="visually-hidden">Columns</legend>
        {columns.map(({ id, label }) => (
          <label key={id} className="choice">
            <input
              type="checkbox"
              checked={choice.chosen.has(id)}
              disabled={id === choice.link}
              onChange={() => choice.toggle(id)}
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <button type="button" className="link-button" onClick={choice.reset}>
        Reset
      </button>
    </Dropdown>
  )
}
