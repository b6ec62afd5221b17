import { largestAmount } from '../../contract/money.ts'
import { TimeZone } from '../../contract/timeZone.ts'
import { DocumentReference, GeoPoint, Timestamp } from '../../lib/firestore/firestore.ts'
import { instantFromParts, isoOf } from '../../lib/instant.ts'
import type { OwnValue } from '../../streams/ownColumns.ts'
import type { AmountReader } from './amounts.ts'
import { valueReader } from './fields.ts'
import type { ColumnSettings } from './settings.ts'
import { momentOf } from './time.ts'

/** The values of the columns that a shop declared, in one of its documents. */
export interface OwnValues {
  /** The values by the names of the columns; null where there is none that can be read. */
  readonly values: Readonly<Record<string, OwnValue>>
  /** The columns whose value is there and cannot be read. */
  readonly unread: readonly string[]
}

/** The context, beside the columns, in which values are read; times without an offset are in `timeZone`. */
interface ValueContext {
  readonly timeZone: string
  readonly amounts: AmountReader
}

/** Reads the values of `columns` from a document's data, amounts in `currency`; where that is null no amount can be read. */
export function ownValueReader(
  columns: readonly ColumnSettings[],
  context: ValueContext,
): (data: unknown, currency: string | null) => OwnValues {
  const readers = columns.map(({ name, path, kind }) => [name, kind, valueReader(path)] as const)
  const zone = new TimeZone(context.timeZone)
  return (data, currency) => {
    const values: Record<string, OwnValue> = {}
    const unread: string[] = []
    for (const [name, kind, valueIn] of readers) {
      const raw = valueIn(data)
      const value = isAbsent(raw, kind) ? null : valueOf(kind, raw, currency, zone, context)
      values[name] = value
      if (value === null && !isAbsent(raw, kind)) unread.push(name)
    }
    return { values, unread }
  }
}

/** Tells whether there is no value: in the place of a number or time, an empty text is none, too. */
function isAbsent(value: unknown, kind: ColumnSettings['kind']): boolean {
  return (value ?? null) === null || (kind !== 'text' && typeof value === 'string' && value.trim() === '')
}

function valueOf(
  kind: ColumnSettings['kind'],
  value: unknown,
  currency: string | null,
  zone: TimeZone,
  { amounts }: ValueContext,
): OwnValue {
  switch (kind) {
    case 'text':
      return textOf(value)
    case 'category':
      // By this name nothing can be counted.
      return Array.isArray(value) || value === '__proto__' ? null : textOf(value)
    case 'integer':
      return integerOf(value)
    case 'number':
      return numberOf(value)
    case 'time':
      return timeOf(value, zone)
    case 'flag':
      return flagOf(value)
    case 'money':
      return currency === null ? null : amountOf(value, currency, amounts)
  }
}

/** An amount in minor units of `currency`; null where it cannot be read, which is never guessed. */
function amountOf(value: unknown, currency: string, amounts: AmountReader): number | null {
  const amount = amounts.read(value, null, currency)
  return 'problem' in amount ? null : amount.minor
}

/**
 * A value as a text: a text itself, the text of a value that has one plain form as a text, or the texts of a list of these, joined by
 * commas. Null for any other value.
 */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  if (value instanceof DocumentReference) return value.path
  if (value instanceof GeoPoint) return `${value.latitude}, ${value.longitude}`
  if (value instanceof Timestamp) return isoOf(instantFromParts(value.seconds, value.nanoseconds))
  if (!Array.isArray(value)) return null
  const texts = value.map((item) => (Array.isArray(item) ? null : textOf(item)))
  return texts.includes(null) ? null : texts.join(', ')
}

const decimal = /^[+-]?\d+(\.\d+)?$/

function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && decimal.test(value.trim()) ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

/** The integer that a value stands for; null for a fraction, which is not rounded. */
function integerOf(value: unknown): number | null {
  const number = numberOf(value)
  return number !== null && Number.isInteger(number) && Math.abs(number) <= largestAmount ? number : null
}

/** The time that a value stands for, as ISO 8601 in UTC with milliseconds; null where there is none. */
function timeOf(value: unknown, zone: TimeZone): string | null {
  const moment = momentOf(value, zone)
  return moment === null ? null : isoOf(moment)
}

const flags: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  [false, false],
  [1, true],
  [0, false],
  ['true', true],
  ['false', false],
])

function flagOf(value: unknown): boolean | null {
  return flags.get(typeof value === 'string' ? value.trim().toLowerCase() : value) ?? null
}
