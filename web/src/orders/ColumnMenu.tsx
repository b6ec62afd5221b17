import { Dropdown } from '../ui/Dropdown.tsx'
import { linkColumn, type ColumnChoice } from './columnChoice.ts'
import { columnIds, columnLabels } from './columns.tsx'

/** Which columns the table has. */
export function ColumnMenu({ choice }: { choice: ColumnChoice }) {
  return (
    <Dropdown label="Columns">
      <fieldset className="choices">
        <legend className="visually-hidden">Columns</legend>
        {columnIds.map((id) => (
          <label key={id} className="choice">
            <input
              type="checkbox"
              checked={choice.chosen.has(id)}
              disabled={id === linkColumn}
              onChange={() => choice.toggle(id)}
            />
            <span>{columnLabels[id]}</span>
          </label>
        ))}
      </fieldset>
      <button type="button" className="link-button" onClick={choice.reset}>
        Reset
      </button>
    </Dropdown>
  )
}
