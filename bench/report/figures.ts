import { formatCount } from '../../tools/local/report.ts'
import { figure, type Figure } from './table.ts'

/** A count, with thousands set apart. */
export function count(value: number): Figure {
  return figure(formatCount(Math.round(value)))
}

/** Milliseconds: three digits, or whole above a thousand. */
export function ms(value: number): Figure {
  return figure(value >= 1_000 ? formatCount(Math.round(value)) : threeDigits(value))
}

/** Three significant digits without an exponent. */
export function threeDigits(value: number): string {
  if (value === 0) return '0'
  const decimals = Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)))))
  return value.toFixed(decimals)
}

export function percent(share: number): string {
  return `${threeDigits(100 * share)} %`
}

export function megabytes(value: number): Figure {
  return figure(threeDigits(value))
}

export const none: Figure = figure('–')
