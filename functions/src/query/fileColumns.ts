import { csvAmount, csvHeaderOf, csvLineOf, csvNumber, csvText, csvTime, timeName, type CsvStyle } from './csv.ts'
import { ndjson, type FileFormat } from './filePieces.ts'

type Value = string | number | boolean | null | undefined

/** A column of a file of records: its name, the value that a record has, and how CSV writes it. NDJSON writes every value as it is. */
export interface FileColumn<T> {
  readonly name: string
  /** A `text` comes from outside, a `word` is one of ours, an `amount` is in minor units. Other numbers and flags are themselves. */
  readonly kind: 'text' | 'word' | 'amount' | 'time'
  of(record: T): Value
  /** The currency of an amount. */
  currencyOf?(record: T): string
}

/** CSV of these columns. */
export function csvOf<T>(columns: readonly FileColumn<T>[], style: CsvStyle): FileFormat<T> {
  const names = columns.map(({ name, kind }) => (kind === 'time' ? timeName(name, style.zone) : name))
  return {
    header: () => csvHeaderOf(names, style),
    line: (record) =>
      csvLineOf(
        columns.map((column) => cellOf(column, record, style)),
        style,
      ),
  }
}

/** NDJSON of these columns, by their names. */
export function ndjsonOf<T>(columns: readonly FileColumn<T>[]): FileFormat<T> {
  return {
    ...ndjson,
    line: (record) =>
      ndjson.line(Object.fromEntries(columns.map((column) => [column.name, column.of(record) ?? null]))),
  }
}

function cellOf<T>(column: FileColumn<T>, record: T, style: CsvStyle): string {
  const value = column.of(record)
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') {
    return column.kind === 'amount'
      ? csvAmount(value, column.currencyOf?.(record) ?? '', style)
      : csvNumber(value, style)
  }
  if (typeof value === 'boolean' || column.kind === 'word') return String(value)
  return column.kind === 'time' ? csvTime(value, style) : csvText(value, style)
}
