import { minorUnits } from '../../contract/money.ts'
import { isoOf } from '../../lib/instant.ts'
import { instantOfSeconds, secondsOf } from './search.ts'

/*
 * Readers of single fields. Every field of the vendor's may be absent, so these take whatever comes and say undefined or null where it
 * is not what it should be.
 */

/** The member `key` of an object; undefined of anything else. */
export function memberOf(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function objectsIn(value: unknown): Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

/** A text that is not empty: absent texts are sent as empty ones, too. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** An amount in major units, a decimal text, as minor units of `currency`; null where it cannot be read. */
export function amountOf(value: unknown, currency: string): number | null {
  return typeof value === 'string' || typeof value === 'number' ? minorUnits(value, currency) : null
}

/** A currency code of three letters, in capitals. */
export function currencyOf(value: unknown): string | null {
  const code = typeof value === 'string' ? value.trim().toUpperCase() : ''
  return /^[A-Z]{3}$/.test(code) ? code : null
}

/** A time in seconds as ISO 8601. */
export function isoOfSeconds(value: unknown): string | null {
  const seconds = secondsOf(value)
  return seconds === null ? null : isoOf(instantOfSeconds(seconds))
}
