import { useState } from 'react'

import { Dropdown } from '../ui/Dropdown.tsx'

/** The way in which the ends of a range are written and read. */
export interface RangeText {
  /** As its field has it. */
  readonly write: (value: number) => string
  /** Null for what cannot be read. */
  readonly read: (text: string) => number | null
  /** As the button has it. */
  readonly show: (value: number) => string
  /** Behind the names of the fields: "USD". */
  readonly unit?: string
  /** Told where a field cannot be read: "Write amounts like 12.50." */
  readonly advice: string
}

interface Props {
  readonly label: string
  /** A text in the fields' place: why there can be no range now. */
  readonly hint?: string
  readonly text: RangeText
  /** Both included. */
  readonly min: number | undefined
  readonly max: number | undefined
  readonly onChoose: (min: number | undefined, max: number | undefined) => void
}

/** A range of numbers. */
export function RangeFilter({ label, hint, text, min, max, onChoose }: Props) {
  return (
    <Dropdown label={label} chosen={nameOf(text, min, max)}>
      {hint === undefined ? (
        <RangeFields key={`${text.unit} ${min} ${max}`} text={text} min={min} max={max} onChoose={onChoose} />
      ) : (
        <p className="hint">{hint}</p>
      )}
      {(min !== undefined || max !== undefined) && (
        <button type="button" className="link-button" onClick={() => onChoose(undefined, undefined)}>
          Clear
        </button>
      )}
    </Dropdown>
  )
}

function RangeFields({ text, min, max, onChoose }: Pick<Props, 'text' | 'min' | 'max' | 'onChoose'>) {
  const written = (value: number | undefined): string => (value === undefined ? '' : text.write(value))
  const [fields, setFields] = useState({ min: written(min), max: written(max) })
  const [refusal, setRefusal] = useState<string | null>(null)
  const apply = (): void => {
    const [low, high] = [numberIn(fields.min, text), numberIn(fields.max, text)]
    if (low === null || high === null) return setRefusal(text.advice)
    if (low !== undefined && high !== undefined && low > high)
      return setRefusal('The first must not be more than the second.')
    setRefusal(null)
    onChoose(low, high)
  }
  const unit = text.unit === undefined ? '' : ` (${text.unit})`
  return (
    <form
      className="amounts"
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      {(['min', 'max'] as const).map((name) => (
        <label key={name}>
          {`${name === 'min' ? 'At least' : 'At most'}${unit}`}
          <input
            inputMode="decimal"
            value={fields[name]}
            onChange={(event) => setFields({ ...fields, [name]: event.target.value })}
          />
        </label>
      ))}
      {refusal !== null && (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      )}
      <button type="submit" className="button button-primary">
        Apply
      </button>
    </form>
  )
}

/** Undefined for an empty field, null for what cannot be read. */
function numberIn(field: string, { read }: RangeText): number | undefined | null {
  return field.trim() === '' ? undefined : read(field)
}

function nameOf({ show }: RangeText, min: number | undefined, max: number | undefined): string | undefined {
  if (min !== undefined && max !== undefined) return `${show(min)} – ${show(max)}`
  if (min !== undefined) return `from ${show(min)}`
  return max === undefined ? undefined : `to ${show(max)}`
}
