import { majorUnits } from 'contract/money.ts'
import { formatMoney, parseMoney } from '../format/money.ts'
import { RangeFilter, type RangeText } from './RangeFilter.tsx'

interface Props {
  readonly label: string
  /** The one currency that the list is of; null where there are several, which no amount compares. */
  readonly currency: string | null
  /** Minor units, both included. */
  readonly min: number | undefined
  readonly max: number | undefined
  readonly onChoose: (min: number | undefined, max: number | undefined) => void
}

/** A range of amounts. */
export function AmountFilter({ currency, ...props }: Props) {
  return (
    <RangeFilter
      {...props}
      text={textIn(currency)}
      {...(currency === null && { hint: 'Choose one currency first: amounts of several do not compare.' })}
    />
  )
}

function textIn(currency: string | null): RangeText {
  const advice = 'Write amounts like 12.50.'
  if (currency === null) return { write: String, read: () => null, show: String, advice }
  return {
    write: (minor) => majorUnits(minor, currency),
    read: (text) => parseMoney(text, currency),
    show: (minor) => formatMoney(minor, currency),
    unit: currency,
    advice,
  }
}
