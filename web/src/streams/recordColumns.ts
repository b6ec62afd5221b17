import type { ColumnDescription, StreamDescription } from 'contract/records.ts'
import type { ChoosableColumns } from '../list/columnChoice.ts'

/** The moment by which rows stand in a list; every row has it. */
const keyTime: ColumnDescription = { name: 'createdAt', label: 'Created', kind: 'time', range: true, sort: true }
const id: ColumnDescription = { name: 'id', label: 'Id', kind: 'text' }

/** The number of columns that a table begins with; the reader adds others. */
const usualColumns = 9

/** The columns that every record can be asked by: those of its stream, and the moment of its creation. */
export function askableColumns({ columns }: StreamDescription): readonly ColumnDescription[] {
  return [...columns, keyTime]
}

/**
 * The column that names a record best, and opens it: the first text that does not name another record. Where there is none, the
 * id does.
 */
export function titleColumn({ columns }: StreamDescription): ColumnDescription {
  return columns.find((column) => column.kind === 'text' && column.references === undefined && isShown(column)) ?? id
}

/** Every column that a table may have, in its order: what names the record, what is known of it, when it was created, its id. */
export function tableColumns(stream: StreamDescription): readonly ColumnDescription[] {
  const title = titleColumn(stream)
  const all = [title, ...askableColumns(stream), id]
  return all.filter(({ name }, i) => all.findIndex((column) => column.name === name) === i)
}

/**
 * The columns of a stream's table, and those that it begins with: those that are shown. Amounts say their currency, and most shops
 * have one source.
 */
export function choosableColumns(stream: StreamDescription): ChoosableColumns {
  const link = titleColumn(stream).name
  const all = tableColumns(stream).map(({ name }) => name)
  const left = new Set([
    'id',
    'source',
    ...stream.columns.flatMap(({ money }) => money?.currency ?? []),
    ...stream.columns.filter((column) => !isShown(column)).map(({ name }) => name),
  ])
  const wanted = all.filter((name) => name === link || !left.has(name))
  const isWide = wanted.length > usualColumns
  const usual = isWide ? [...wanted.slice(0, usualColumns - 1), keyTime.name] : wanted
  return { memoryKey: `tidemark.columns.${stream.name}`, all, usual, link }
}

/** Tells whether lists show a column by default. */
export function isShown({ shown }: ColumnDescription): boolean {
  return shown !== false
}

export function isNumeric({ kind }: ColumnDescription): boolean {
  return kind === 'integer' || kind === 'number'
}
