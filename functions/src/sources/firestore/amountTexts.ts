/** An amount that was written as a text. */
export interface AmountText {
  /** A plain decimal: "-1234.50". */
  readonly decimal: string
  /** The currency signs, codes or words beside the number. */
  readonly signs: readonly string[]
}

export type DecimalSign = '.' | ','

/** Longer than any amount. */
const longestText = 64
/** A full stop belongs to an abbreviation: before a blank, after one that is written so, at the end. */
const pattern =
  /^((?:[^\d.,+-]|\.(?= ))*(?:(?<=^(?:rs|rp|kr|fr|tk|bs|[sb]\/))\.)?)([+-]?)([^\d.,+-]*)([.,]?\d(?:[\d.,' ]*\d)?\.?)([^\d.,+-]*\.?)$/i

/**
 * Reads an amount with its thousands separators and currency signs: "1,234.50", "1.234,50 €", "1 234,50", "1'234.50",
 * "₹1,23,456.00". A lone separator before three digits, as in "1,234", is read by `decimalSign`; without it the text is
 * `ambiguous`. Null for a text that is no amount.
 */
export function readAmountText(text: string, decimalSign: DecimalSign | undefined): AmountText | 'ambiguous' | null {
  if (text.length > longestText) return null
  const plain = text
    .replaceAll(/[\u00a0\u2007\u2009\u202f]/g, ' ')
    // The direction of writing.
    .replaceAll(/[\u200e\u200f\u061c\u2066-\u2069]/g, '')
    .replaceAll('\u2212', '-')
    .replaceAll('\u2019', "'")
    .trim()
  const [, before = '', minus = '', between = '', number, after = ''] = pattern.exec(plain) ?? []
  if (number === undefined) return null
  const digits = readNumber(number, decimalSign)
  if (digits === null || digits === 'ambiguous') return digits
  const signs = [before, between, after].map((sign) => sign.trim()).filter((sign) => sign !== '')
  return { decimal: (minus === '-' ? '-' : '') + digits, signs }
}

const byThousands = /^[1-9]\d{0,2}(?:([.,' ])\d{3})(?:\1\d{3})*$/
const byLakhs = /^[1-9]\d?(?:,\d\d)*,\d{3}$/

function readNumber(number: string, decimalSign: DecimalSign | undefined): string | 'ambiguous' | null {
  const end = Math.max(number.lastIndexOf('.'), number.lastIndexOf(','))
  const [whole, sign, fraction] = [number.slice(0, end), number[end] ?? '', number.slice(end + 1)]
  const asGrouped = ungrouped(number)
  const isDecimal = end >= 0 && !whole.includes(sign) && /^\d*$/.test(fraction)
  const wholeDigits = !isDecimal ? null : /^\d*$/.test(whole) ? whole : ungrouped(whole)
  const asDecimal = wholeDigits === null ? null : `${wholeDigits}.${fraction}`
  if (end < 0) return /^\d+$/.test(number) ? number : asGrouped
  if (decimalSign !== undefined) return sign === decimalSign ? (asDecimal ?? asGrouped) : asGrouped
  if (asGrouped !== null && asDecimal !== null) return 'ambiguous'
  return asGrouped ?? asDecimal
}

/** The digits of a whole number in groups; null where the groups are not those of thousands, or of lakhs. */
function ungrouped(number: string): string | null {
  return byThousands.test(number) || byLakhs.test(number) ? number.replaceAll(/\D/g, '') : null
}
