/*
 * Readers of single fields of what a vendor sends. Every field may be absent, so these take whatever comes and say undefined or null
 * where it is not what it should be.
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

/** A currency code of three letters, in capitals. */
export function currencyOf(value: unknown): string | null {
  const code = typeof value === 'string' ? value.trim().toUpperCase() : ''
  return /^[A-Z]{3}$/.test(code) ? code : null
}

/** An object's members that hold something, as an address; undefined where there are none. */
export function addressOf(value: unknown): Record<string, unknown> | undefined {
  if (!isObject(value)) return undefined
  // Nobody who reads the record back would be given `__proto__`.
  const entries = Object.entries(value).filter(([key, part]) => key !== '__proto__' && part !== null && part !== '')
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

/** An id as a vendor writes it; null where the value is none. */
export function idOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
