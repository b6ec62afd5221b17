/** An amount that was written as a text. */
export interface AmountText {
  /** A plain decimal: "-1234.50". */
  readonly decimal: string
  /** The currency signs, codes or words beside the number. */
  readonly signs: readonly string[]
}

export type DecimalSign = '.' | ','

/** The most characters of a text that may be an amount. */
const longestText = 64
/**
 * A full stop belongs to an abbreviation before a blank, after one that is written so, and at the end; after any other letter
 * it could be a decimal point, too.
 */
const pattern =
  /^((?:[^\d.,+-]|\.(?= ))*(?:(?<=^(?:rs|rp|kr|fr|tk|bs|[sb]\/))\.)?)([+-]?)([^\d.,+-]*)((?:(?<!\p{L})[.,])?\d(?:[\d.,' ]*\d)?\.?)([^\d.,+-]*\.?)$/iu

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
  const [digits, other] = readingsOf(number, decimalSign)
  if (digits === undefined) return null
  if (other !== undefined) return 'ambiguous'
  const signs = [before, between, after].map((sign) => sign.trim()).filter((sign) => sign !== '')
  return { decimal: (minus === '-' ? '-' : '') + digits, signs }
}

const byThousands = /^[1-9]\d{0,2}(?:([.,' ])\d{3})(?:\1\d{3})*$/
const byLakhs = /^[1-9]\d?(?:,\d\d)*,\d{3}$/

/** The decimals that a number with separators may be. */
function readingsOf(number: string, decimalSign: DecimalSign | undefined): string[] {
  if (/^\d+$/.test(number)) return [number]
  const end = Math.max(number.lastIndexOf('.'), number.lastIndexOf(','))
  const [whole, sign, fraction] = [number.slice(0, end), number[end] ?? '', number.slice(end + 1)]
  const digits = /^\d*$/.test(whole) ? whole : ungrouped(whole)
  const mayBeDecimal = end >= 0 && !whole.includes(sign) && /^\d*$/.test(fraction) && digits !== null
  const asDecimal = mayBeDecimal ? `${digits}.${fraction}` : null
  const asGrouped = ungrouped(number)
  const readings =
    decimalSign === undefined || end < 0
      ? [asGrouped, asDecimal]
      : [sign === decimalSign ? (asDecimal ?? asGrouped) : asGrouped]
  return readings.filter((reading) => reading !== null)
}

/** The digits of a whole number in groups; null where the groups are not those of thousands, or of lakhs. */
function ungrouped(number: string): string | null {
  return byThousands.test(number) || byLakhs.test(number) ? number.replaceAll(/\D/g, '') : null
}
