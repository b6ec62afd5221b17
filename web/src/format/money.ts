import { majorUnits, minorUnits } from 'contract/money.ts'

/** Minor units of `currency` as people read them: 15010 USD is "$150.10". Exact: the digits never pass through a double. */
export function formatMoney(minor: number, currency: string, locale?: string): string {
  const digits = majorUnits(minor, currency).split('.')[1]?.length ?? 0
  const format = formatOf(currency, digits, locale)
  // A decimal text is formatted as it is, to any length.
  return format.format(majorUnits(minor, currency) as Intl.StringNumericLiteral)
}

/** A short amount for the axis of a chart: "$1.2K". */
export function formatMoneyShort(minor: number, currency: string): string {
  const major = Number(majorUnits(minor, currency))
  return new Intl.NumberFormat(undefined, {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumFractionDigits: 1,
  }).format(major)
}

/** What somebody typed as an amount, in minor units: "12.5" EUR is 1250. Null where it is none; a comma is a point. */
export function parseMoney(text: string, currency: string): number | null {
  return minorUnits(text.trim().replace(',', '.'), currency)
}

const formats = new Map<string, Intl.NumberFormat>()

/** Making a format takes longer than using it. */
function formatOf(currency: string, digits: number, locale: string | undefined): Intl.NumberFormat {
  const key = `${currency} ${locale ?? ''}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  formats.set(key, format)
  return format
}
