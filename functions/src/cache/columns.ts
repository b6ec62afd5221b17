import type { orderColumns, Column, Row } from '../model/row.ts'

/** The key and the sync fields, which every stream's rows have, before the columns that the stream declares. */
export const keyColumns = [
  { name: 'id', kind: 'text' },
  { name: 'createdAt', kind: 'time' },
  { name: 'version', kind: 'text' },
  { name: 'hash', kind: 'text' },
  { name: 'deleted', kind: 'flag' },
] as const satisfies readonly Column[]

/** Texts as one string: a text is `text.slice(starts[i], starts[i + 1])`, so that thousands of them are one object. */
export interface TextColumn {
  readonly text: string
  /** One more than there are rows. */
  readonly starts: Uint32Array
  /** 1 where there is no text at all (null); null where every row has one. */
  readonly missing: Uint8Array | null
}

/** Words of which there are few, each stored once. */
export interface CategoryColumn {
  readonly words: readonly string[]
  /** An index into `words` for each row. */
  readonly codes: Uint16Array
}

/** One value a row; times are milliseconds since 1970. */
export type NumberColumn = Float64Array

/** 1 for each row that has it. */
export type FlagColumn = Uint8Array

interface ColumnOfKind {
  text: TextColumn
  category: CategoryColumn
  integer: NumberColumn
  number: NumberColumn
  time: NumberColumn
  flag: FlagColumn
}
type DeclaredColumn = (typeof keyColumns)[number] | (typeof orderColumns)[number]
export type ColumnName = DeclaredColumn['name']

type AllColumns = { readonly [C in DeclaredColumn as C['name']]: ColumnOfKind[C['kind']] }
/** Rows column by column; row `i` is what stands at `i` in each of them. */
export type Columns<N extends ColumnName = ColumnName> = Pick<AllColumns, N> & { readonly rows: number }

/** The text of a row, or null where it has none. */
export function textAt({ text, starts, missing }: TextColumn, row: number): string | null {
  return missing?.[row] === 1 ? null : text.slice(starts[row], starts[row + 1])
}

/** The word of a row. */
export function wordAt({ words, codes }: CategoryColumn, row: number): string {
  return words[codes[row] ?? 0] ?? ''
}

/** What the source calls the order of this id. */
export function sourceIdOf(id: string): string {
  return id.slice(id.indexOf(':') + 1)
}

/** All rows, one object each. */
export function rowsOf(columns: Columns): Row[] {
  const cells = Object.entries(columns).flatMap(([name, column]) =>
    typeof column === 'number' ? [] : [{ name, at: cellsOf(column) }],
  )
  return Array.from({ length: columns.rows }, (_, i) => {
    const row: Record<string, unknown> = {}
    for (const { name, at } of cells) row[name] = at(i)
    row.sourceId = sourceIdOf(String(row.id))
    // Every column is there and of its kind: that is what a row is.
    return row as unknown as Row
  })
}

function cellsOf(column: ColumnOfKind[keyof ColumnOfKind]): (row: number) => unknown {
  if (column instanceof Float64Array) return (row) => column[row]
  if (column instanceof Uint8Array) return (row) => column[row] === 1
  return 'words' in column ? (row) => wordAt(column, row) : (row) => textAt(column, row)
}
