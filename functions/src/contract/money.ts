/*
 * Minor units by ISO 4217, list one (https://www.iso.org/iso-4217-currency-codes.html). The table is written down because
 * JavaScript's `Intl` follows CLDR, which counts the digits that are customary in print: 0 for COP, HUF, IDR, IQD and PKR.
 */
const exponents: Readonly<Record<string, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
}
const exponentOf: ReadonlyMap<string, number> = new Map(
  Object.entries(exponents).flatMap(([exponent, codes]) =>
    codes.split(' ').map((code): [string, number] => [code, Number(exponent)]),
  ),
)

/** How many decimal digits the minor unit of `currency` (an ISO 4217 code in capitals) has; 2 where the list has none. */
export function minorUnitExponent(currency: string): number {
  return exponentOf.get(currency) ?? 2
}

/** The largest amount in minor units: the difference of two is still exact in a double, and segments store differences. */
export const largestAmount = 2 ** 52 - 1

/** `units` × 10^-`scale`: what was written, exactly. */
interface Decimal {
  readonly units: bigint
  readonly scale: number
}

const decimalText = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]\d+))?$/
/** Longer than any amount; `String` writes a number in at most 25 characters. */
const longestText = 64

/**
 * An amount in major units as integer minor units of `currency`: 150.1 USD is 15010. The decimal text is what counts (of a
 * number its shortest form, as JavaScript writes it), so no binary fraction gets in: digits finer than the minor unit are
 * rounded half away from zero, and 1.005 USD is 101. Strings are plain decimals ("-1234.50"): no exponent, no grouping,
 * no space. Null where the amount cannot be read or the result is beyond `largestAmount`.
 */
export function minorUnits(amount: number | string, currency: string): number | null {
  const decimal = readDecimal(amount)
  return decimal && roundedTo(minorUnitExponent(currency), decimal)
}

/** `price` × `quantity` in minor units of `currency`, rounded once, after multiplying; otherwise as `minorUnits`. */
export function minorUnitsOfLine(price: number | string, quantity: number | string, currency: string): number | null {
  const [a, b] = [readDecimal(price), readDecimal(quantity)]
  return a && b && roundedTo(minorUnitExponent(currency), { units: a.units * b.units, scale: a.scale + b.scale })
}

/** Integer minor units as exact decimal text in major units, with all digits of the currency: 15010 USD is "150.10". */
export function majorUnits(minor: number, currency: string): string {
  const exponent = minorUnitExponent(currency)
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
  const sign = minor < 0 ? '-' : ''
  if (exponent === 0) return sign + digits
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`
}

function readDecimal(amount: number | string): Decimal | null {
  if (typeof amount === 'string' && (amount.length > longestText || /e/i.test(amount))) return null
  const [, sign, whole = '', fraction = '', exponent = '0'] = decimalText.exec(String(amount)) ?? []
  if (whole + fraction === '') return null
  return { units: BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`), scale: fraction.length - Number(exponent) }
}

function roundedTo(exponent: number, { units, scale }: Decimal): number | null {
  const rounded = Number(scaled(units, exponent - scale))
  return Math.abs(rounded) <= largestAmount ? rounded : null
}

/** `units` × 10^`power`, half away from zero. */
function scaled(units: bigint, power: number): bigint {
  if (power >= 0) return units * 10n ** BigInt(power)
  const divisor = 10n ** BigInt(-power)
  const half = units < 0n ? -divisor / 2n : divisor / 2n
  return (units + half) / divisor
}
