import type { ColumnKind } from '../../contract/records.ts'
import type { Row } from '../../model/row.ts'
import type { Cell, ColumnDeclaration, Stream } from '../../model/stream.ts'
import type { NumberColumn } from './numbers.ts'
import { noTexts, textAt, textColumnOf, textReader, type TextColumn } from './texts.ts'

/** The key and the sync fields, which every stream's rows have, before the columns that the stream declares. */
export const keyColumns = [
  { name: 'id', kind: 'text' },
  { name: 'createdAt', kind: 'time' },
  { name: 'version', kind: 'text' },
  { name: 'hash', kind: 'text' },
  { name: 'deletedAt', kind: 'time' },
] as const satisfies readonly ColumnDeclaration[]

/** Every column: what a row of the stream is made of. */
export function allColumns({ columns }: Pick<Stream, 'columns'>): readonly ColumnDeclaration[] {
  return [...keyColumns, ...columns]
}

/** The columns that only the sync uses, in rows that it knows by their ids. */
export const syncColumns = keyColumns.filter(({ name }) => name === 'version' || name === 'hash')

/** The columns that lists need: all the others. */
export function listColumns(stream: Pick<Stream, 'columns'>): readonly ColumnDeclaration[] {
  return allColumns(stream).filter(({ name }) => name !== 'version' && name !== 'hash')
}

/** Words of which there are few, each stored once; null stands among them for rows that have none. */
export interface CategoryColumn {
  readonly words: readonly (string | null)[]
  /** An index into `words` for each row. */
  readonly codes: Uint16Array
}

/** 1 for each row that has it. */
export type FlagColumn = Uint8Array

export interface ColumnOfKind {
  text: TextColumn
  category: CategoryColumn
  integer: NumberColumn
  number: NumberColumn
  time: NumberColumn
  flag: FlagColumn
}
export type AnyColumn = ColumnOfKind[ColumnKind]

/** The columns of a declaration by their names, each of its kind. */
export type ColumnsOf<D extends readonly ColumnDeclaration[]> = {
  readonly [C in D[number] as C['name']]: ColumnOfKind[C['kind']]
}

/** Rows column by column; row `i` is what stands at `i` in each of them. */
export interface Columns {
  /** At most 65,536. */
  readonly rows: number
  readonly byName: Readonly<Record<string, AnyColumn>> & {
    readonly id: TextColumn
    readonly createdAt: NumberColumn
    readonly deletedAt: NumberColumn
  }
}

/** The word of a row, or null where it has none. */
export function wordAt({ words, codes }: CategoryColumn, row: number): string | null {
  return words[codes[row] ?? 0] ?? null
}

/** The number or time of a row, or null where it has none. */
export function numberAt(column: NumberColumn, row: number): number | null {
  const value = column[row] ?? NaN
  return Number.isNaN(value) ? null : value
}

/** Reads the cells of a column, a few of them. */
export function cellsOf(column: AnyColumn): (row: number) => Cell {
  if (column instanceof Float64Array) return (row) => numberAt(column, row)
  if (column instanceof Uint8Array) return (row) => column[row] === 1
  return 'words' in column ? (row) => wordAt(column, row) : (row) => textAt(column, row)
}

/** All rows, one object each. */
export function rowsOf({ rows, byName }: Columns): Row[] {
  const cells = Object.entries(byName).map(([name, column]) => {
    return { name, at: 'starts' in column ? textReader(column) : cellsOf(column) }
  })
  return Array.from({ length: rows }, (_, i) => {
    const row: Record<string, Cell> = {}
    for (const { name, at } of cells) row[name] = at(i)
    // Every column is there and of its kind: that is what a row is.
    return row as unknown as Row
  })
}

/** The columns of a declaration, which begins with the key columns, of at most 65,536 rows. */
export function columnsOf(declared: readonly ColumnDeclaration[], rows: readonly Row[]): Columns {
  const columns = declared.map(({ name, kind }) => [name, columnOf(kind, rows, name)] as const)
  return { rows: rows.length, byName: Object.fromEntries(columns) as Columns['byName'] }
}

/** A column of the rows' cells; one that is of another kind is none. */
function columnOf(kind: ColumnKind, rows: readonly Row[], name: string): AnyColumn {
  switch (kind) {
    case 'text':
      return textColumnOf(rows.map((row) => textOf(row[name])))
    case 'category':
      return categoryOf(rows.map((row) => textOf(row[name])))
    case 'integer':
    case 'number':
    case 'time':
      return numbersOf(rows, name)
    case 'flag':
      return Uint8Array.from(rows, (row) => Number(row[name] === true))
  }
}

function textOf(cell: Cell | undefined): string | null {
  return typeof cell === 'string' ? cell : null
}

function numbersOf(rows: readonly Row[], name: string): NumberColumn {
  const column = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    const cell = rows[i]?.[name]
    // Zero has no sign here: -0 + 0 is 0.
    column[i] = typeof cell === 'number' ? cell + 0 : NaN
  }
  return column
}

function categoryOf(cells: readonly (string | null)[]): CategoryColumn {
  const known = new Map<string | null, number>()
  const codes = new Uint16Array(cells.length)
  for (let i = 0; i < cells.length; i++) {
    const word = cells[i] ?? null
    let code = known.get(word)
    if (code === undefined) known.set(word, (code = known.size))
    codes[i] = code
  }
  return { words: [...known.keys()], codes }
}

/** A column of rows that were written before it was declared: nobody has a value. */
export function emptyColumn(kind: ColumnKind, rows: number): AnyColumn {
  switch (kind) {
    case 'text':
      return noTexts(rows)
    case 'category':
      return { words: [null], codes: new Uint16Array(rows) }
    case 'integer':
    case 'number':
    case 'time':
      return new Float64Array(rows).fill(NaN)
    case 'flag':
      return new Uint8Array(rows)
  }
}

/** A column of numbers or times by its name. Throws a TypeError where it is none. */
export function numbersIn({ byName }: Columns, name: string): NumberColumn {
  const column = byName[name]
  if (column instanceof Float64Array) return column
  throw new TypeError(`The column ${name} is none of numbers.`)
}

/** A category by its name. Throws a TypeError where it is none. */
export function categoryIn({ byName }: Columns, name: string): CategoryColumn {
  const column = byName[name]
  if (column !== undefined && 'words' in column) return column
  throw new TypeError(`The column ${name} is no category.`)
}

/** A column of texts by its name. Throws a TypeError where it is none. */
export function textsIn({ byName }: Pick<Columns, 'byName'>, name: string): TextColumn {
  const column = byName[name]
  if (column !== undefined && 'starts' in column) return column
  throw new TypeError(`The column ${name} is none of texts.`)
}
