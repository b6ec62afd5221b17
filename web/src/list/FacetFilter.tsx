import { formatCount } from '../format/count.ts'
import { Dropdown } from '../ui/Dropdown.tsx'

interface Props<T extends string> {
  readonly label: string
  readonly values: readonly T[]
  readonly labelOf: (value: T) => string
  readonly chosen: readonly T[]
  /** How many records have each value, the other filters applied; undefined where it is not known. */
  readonly counts: Readonly<Record<string, number>> | undefined
  readonly onChoose: (values: T[]) => void
}

/** Choices of one field, several at once, each with its count. */
export function FacetFilter<T extends string>({ label, values, labelOf, chosen, counts, onChoose }: Props<T>) {
  const toggled = (value: T): T[] =>
    values.filter((one) => (one === value ? !chosen.includes(one) : chosen.includes(one)))
  return (
    <Dropdown label={label} chosen={chosen.length > 0 ? chosen.map(labelOf).join(', ') : undefined}>
      <fieldset className="choices">
        <legend className="visually-hidden">{label}</legend>
        {values.map((value) => (
          <label key={value} className="choice">
            <input type="checkbox" checked={chosen.includes(value)} onChange={() => onChoose(toggled(value))} />
            <span>{labelOf(value)}</span>
            <span className="choice-count">{counts === undefined ? '' : formatCount(counts[value] ?? 0)}</span>
          </label>
        ))}
      </fieldset>
      {chosen.length > 0 && (
        <button type="button" className="link-button" onClick={() => onChoose([])}>
          Clear
        </button>
      )}
    </Dropdown>
  )
}
