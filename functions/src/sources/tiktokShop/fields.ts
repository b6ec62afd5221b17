import { minorUnits } from '../../contract/money.ts'
import { isoOf } from '../../lib/instant.ts'
import { instantOfSeconds, secondsOf } from './search.ts'

/** An amount in major units, a decimal text, as minor units of `currency`; null where it cannot be read. */
export function amountOf(value: unknown, currency: string): number | null {
  return typeof value === 'string' || typeof value === 'number' ? minorUnits(value, currency) : null
}

/** A time in seconds as ISO 8601. */
export function isoOfSeconds(value: unknown): string | null {
  const seconds = secondsOf(value)
  return seconds === null ? null : isoOf(instantOfSeconds(seconds))
}
