import { isMap } from '../../functions/src/lib/firestore/firestoreValues.ts'

/*
 * Amounts as near as a comparison needs them, to find out which fields belong together. Nothing is copied from here: the amounts of
 * orders are read by the source's own reader.
 */

/** A few signs or letters on either side of digits in groups: "$12.50", "1.234,50 €", "INR 499". */
const amountText = /^[^\d\s-]{0,4}\s?(-?)\s?[^\d\s-]{0,4}\s?(\d[\d.,'\u00a0\u202f ]*)\s?\p{L}{0,4}[^\d\p{L}]{0,3}$/u

/** An amount as a number; null where the value is none. */
export function roughAmount(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (isMap(value)) return roughAmount(value['amount'] ?? value['value'] ?? null)
  const [, sign, digits] = (typeof value === 'string' && amountText.exec(value.trim())) || []
  if (digits === undefined) return null
  const plain = digits.replaceAll(/['\u00a0\u202f ]/g, '')
  const point = decimalPoint(plain)
  const [whole = '', fraction = ''] = point === -1 ? [plain] : [plain.slice(0, point), plain.slice(point + 1)]
  const amount = Number(`${whole.replaceAll(/[.,]/g, '')}.${fraction || '0'}`)
  return Number.isFinite(amount) ? (sign === '-' ? -amount : amount) : null
}

/** Tells whether an amount is written with digits behind the decimal point, which minor units never are. */
export function hasFraction(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isInteger(value)
  if (isMap(value)) return hasFraction(value['amount'] ?? value['value'] ?? null)
  const digits = typeof value === 'string' ? (amountText.exec(value.trim())?.[2] ?? '') : ''
  return decimalPoint(digits) !== -1
}

/** The index of the decimal point: the last point or comma, unless it divides thousands; -1 where there is none. */
function decimalPoint(digits: string): number {
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','))
  if (last === -1) return -1
  const [sign, behind] = [digits[last] ?? '', digits.length - last - 1]
  const isOnly = digits.indexOf(sign) === last
  const isMixed = digits.includes('.') && digits.includes(',')
  if (!isOnly || behind === 0) return -1
  return behind === 3 && !isMixed && sign === ',' ? -1 : last
}

/** The middle of some numbers; 0 where there are none. */
export function medianOf(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
