import type { ColumnDescription } from 'contract/records.ts'
import type { SourceName } from 'contract/order.ts'
import { sourceLabels } from '../format/labels.ts'
import { formatMoney } from '../format/money.ts'
import { hrefOfRecord, referredId } from '../routing/records.ts'
import { MiddleCut } from '../ui/MiddleCut.tsx'
import { TimeAndAgo } from '../ui/Time.tsx'

/** The values of a row or of a whole record, by their names. */
export type Values = Readonly<Record<string, unknown>>

interface Props {
  readonly column: ColumnDescription
  /** The record's id; `values` are all that is known of the record, because an amount needs its currency. */
  readonly id: string
  readonly values: Values
  /** True where a long id is cut in its middle, because there is little room. */
  readonly isCut: boolean
}

/** A value of a record as its column's kind has it; a reference is a link to the other record. */
export function RecordValue({ column, id, values, isCut }: Props) {
  const value = values[column.name]
  const { references, kind } = column
  if (value === null || value === undefined || value === '') return <span className="muted">–</span>
  if (references !== undefined && typeof value === 'string') {
    return <a href={hrefOfRecord(references, referredId(id, value))}>{isCut ? <MiddleCut text={value} /> : value}</a>
  }
  if (kind === 'time' && typeof value === 'string') return <TimeAndAgo iso={value} />
  return textOfValue(column, values)
}

/** A value as text. */
export function textOfValue({ name, kind, money }: ColumnDescription, values: Values): string {
  const value = values[name]
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (typeof value === 'number' && money !== undefined) return amountIn(value, values[money.currency])
  if (typeof value === 'number') return kind === 'time' ? new Date(value).toISOString() : numbers.format(value)
  return typeof value === 'string' ? categoryLabel(name, value) : ''
}

const numbers = new Intl.NumberFormat(undefined, { maximumFractionDigits: 6 })

/** A word of a category as people read it: sources have names, all other words are the source's own. */
export function categoryLabel(column: string, value: string): string {
  if (value === '') return '(none)'
  return column === 'source' && isSource(value) ? sourceLabels[value] : value
}

function isSource(value: string): value is SourceName {
  return Object.hasOwn(sourceLabels, value)
}

/** An amount as text. Without a currency nobody knows how many of its digits are fractions. */
function amountIn(minor: number, currency: unknown): string {
  return typeof currency === 'string' && /^[A-Z]{3}$/.test(currency)
    ? formatMoney(minor, currency)
    : `${numbers.format(minor)} (no currency)`
}
