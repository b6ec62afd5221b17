import { useState } from 'react'

import { majorUnits } from 'contract/money.ts'
import { formatMoney, parseMoney } from '../format/money.ts'
import { Dropdown } from '../ui/Dropdown.tsx'

interface Props {
  /** The one currency that the list is of; null where there are several, which no amount compares. */
  readonly currency: string | null
  /** Minor units, both included. */
  readonly min: number | undefined
  readonly max: number | undefined
  readonly onChoose: (min: number | undefined, max: number | undefined) => void
}

/** A range of totals. */
export function AmountFilter({ currency, min, max, onChoose }: Props) {
  return (
    <Dropdown label="Total" chosen={nameOf(currency, min, max)}>
      {currency === null ? (
        <p className="hint">Choose one currency first: amounts of several do not compare.</p>
      ) : (
        <AmountFields key={`${currency} ${min} ${max}`} currency={currency} min={min} max={max} onChoose={onChoose} />
      )}
      {(min !== undefined || max !== undefined) && (
        <button type="button" className="link-button" onClick={() => onChoose(undefined, undefined)}>
          Clear
        </button>
      )}
    </Dropdown>
  )
}

function AmountFields({ currency, min, max, onChoose }: Props & { readonly currency: string }) {
  const [fields, setFields] = useState({ min: textOf(min, currency), max: textOf(max, currency) })
  const [refusal, setRefusal] = useState<string | null>(null)
  const apply = (): void => {
    const [low, high] = [amountIn(fields.min, currency), amountIn(fields.max, currency)]
    if (low === null || high === null) return setRefusal('Write amounts like 12.50.')
    if (low !== undefined && high !== undefined && low > high)
      return setRefusal('The first must not be more than the second.')
    setRefusal(null)
    onChoose(low, high)
  }
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
          {name === 'min' ? `At least (${currency})` : `At most (${currency})`}
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

/** Undefined for an empty field, null for what is no amount. */
function amountIn(text: string, currency: string): number | undefined | null {
  return text.trim() === '' ? undefined : parseMoney(text, currency)
}

function textOf(minor: number | undefined, currency: string): string {
  return minor === undefined ? '' : majorUnits(minor, currency)
}

function nameOf(currency: string | null, min: number | undefined, max: number | undefined): string | undefined {
  const text = (minor: number): string => (currency === null ? String(minor) : formatMoney(minor, currency))
  if (min !== undefined && max !== undefined) return `${text(min)} – ${text(max)}`
  if (min !== undefined) return `from ${text(min)}`
  return max === undefined ? undefined : `to ${text(max)}`
}
