import { isMap } from '../../functions/src/lib/firestore/firestoreValues.ts'
import { readAmountText } from '../../functions/src/sources/firestore/amountTexts.ts'

/*
 * Amounts as near as a comparison needs them, to find out which fields belong together. Nothing is copied from here: the amounts of
 * orders are read by the source's own reader.
 */

/** Longer words beside digits belong to a text of another kind, like "Flat 12". */
const longestSign = 4

/** An amount as a number; null where the value is none. */
export function roughAmount(value: unknown): number | null {
  const decimal = decimalOf(value)
  return decimal === null ? null : Number(decimal)
}

/** Tells whether an amount is written with digits behind the decimal point, which minor units never are. */
export function hasFraction(value: unknown): boolean {
  return decimalOf(value)?.includes('.') === true
}

/** An amount as a plain decimal; where a separator may stand before decimals or thousands, a full stop is the decimal point. */
function decimalOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null
  if (isMap(value)) return decimalOf(value['amount'] ?? value['value'])
  const read = typeof value === 'string' ? readAmountText(value, undefined) : null
  const amount = read === 'ambiguous' ? readAmountText(String(value), '.') : read
  if (amount === null || amount === 'ambiguous') return null
  return amount.signs.every((sign) => sign.length <= longestSign) ? amount.decimal : null
}

/** The middle of some numbers; 0 where there are none. */
export function medianOf(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
