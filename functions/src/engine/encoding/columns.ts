import type { ColumnKind } from '../../contract/records.ts'
import type { Row } from '../../model/row.ts'
import type { Cell, ColumnDeclaration, Stream } from '../../model/stream.ts'

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

/** Returns the columns that lists need: all but the version and the hash of a row, which only the sync uses. */
export function listColumns(stream: Pick<Stream, 'columns'>): readonly ColumnDeclaration[] {
  return allColumns(stream).filter(({ name }) => name !== 'version' && name !== 'hash')
}

/** Texts as one string: a text is `text.slice(starts[i], starts[i + 1])`, so that thousands of them are one object. */
export interface TextColumn {
  readonly text: string
  /** One more than there are rows. */
  readonly starts: Uint32Array
  /** 1 where there is no text at all (null); null where every row has one. */
  readonly missing: Uint8Array | null
}

/** Words of which there are few, each stored once; null stands among them for rows that have none. */
export interface CategoryColumn {
  readonly words: readonly (string | null)[]
  /** An index into `words` for each row. */
  readonly codes: Uint16Array
}

/** One value a row, NaN where there is none; times are milliseconds since 1970. */
export type NumberColumn = Float64Array

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
  readonly rows: number
  readonly byName: Readonly<Record<string, AnyColumn>> & {
    readonly id: TextColumn
    readonly createdAt: NumberColumn
    readonly deletedAt: NumberColumn
  }
}

/** The text of a row, or null where it has none. */
export function textAt({ text, starts, missing }: TextColumn, row: number): string | null {
  return missing?.[row] === 1 ? null : text.slice(starts[row], starts[row + 1])
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

/** Reads the cells of a column. */
export function cellsOf(column: AnyColumn): (row: number) => Cell {
  if (column instanceof Float64Array) return (row) => numberAt(column, row)
  if (column instanceof Uint8Array) return (row) => column[row] === 1
  return 'words' in column ? (row) => wordAt(column, row) : (row) => textAt(column, row)
}

/** All rows, one object each. */
export function rowsOf({ rows, byName }: Columns): Row[] {
  const cells = Object.entries(byName).map(([name, column]) => ({ name, at: cellsOf(column) }))
  return Array.from({ length: rows }, (_, i) => {
    const row: Record<string, Cell> = {}
    for (const { name, at } of cells) row[name] = at(i)
    // Every column is there and of its kind: that is what a row is.
    return row as unknown as Row
  })
}

/** A column of rows that were written before it was declared: nobody has a value. */
export function emptyColumn(kind: ColumnKind, rows: number): AnyColumn {
  switch (kind) {
    case 'text':
      return { text: '', starts: new Uint32Array(rows + 1), missing: new Uint8Array(rows).fill(1) }
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
export function textsIn({ byName }: Columns, name: string): TextColumn {
  const column = byName[name]
  if (column !== undefined && 'starts' in column) return column
  throw new TypeError(`The column ${name} is none of texts.`)
}
