import { z } from 'zod'

import { columnKinds, type ColumnKind } from '../../contract/records.ts'
import { EncodingError } from '../../lib/errors.ts'
import type { Row } from '../../model/row.ts'
import type { Cell, ColumnDeclaration } from '../../model/stream.ts'
import {
  emptyColumn,
  keyColumns,
  rowsOf,
  type AnyColumn,
  type CategoryColumn,
  type Columns,
  type FlagColumn,
  type NumberColumn,
  type TextColumn,
} from './columns.ts'

/** The version of what segments and heads hold. A reader refuses a later one; `npm run rebuild` writes the present one. */
export const cacheEncoding = 4

/** Throws an EncodingError unless this code reads `encoding`; `where` names the document. */
export function assertReadable(encoding: unknown, where: string): void {
  if (encoding === cacheEncoding) return
  const found = typeof encoding === 'number' ? encoding : 'none'
  const isNewer = typeof encoding === 'number' && encoding > cacheEncoding
  const remedy = isNewer ? 'deploy the newer functions' : 'run "npm run rebuild"'
  throw new EncodingError(`${where} has encoding ${found}, this code reads ${cacheEncoding}: ${remedy}.`, { isNewer })
}

const keyNames: ReadonlySet<string> = new Set(keyColumns.map(({ name }) => name))

/** Looked through where it becomes a column: a schema for each of thousands of elements takes as long as all the rest. */
const list = z.custom<readonly unknown[]>((value) => Array.isArray(value))
const packedTexts = z.object({ text: z.string(), lengths: list, missing: list })
const packedCategories = z.object({ words: z.array(z.string().nullable()).max(65_536), codes: list })
const packedSchema = z.object({
  rows: z.int().min(0).max(1_000_000),
  columns: z.record(z.string(), z.object({ kind: z.enum(columnKinds), cells: z.unknown() })),
})

/**
 * Rows column by column, as JSON for zstd to squeeze: integers as differences, categories as words and codes, flags
 * as 0 or 1, texts as one string with the length of each, so that unpacking makes no object of its own for each of
 * them. Each column says of which kind it is: the declaration may have changed when it is read.
 */
export type PackedRows = z.input<typeof packedSchema>

/** Rows in columnar form. */
export function packRows(columns: readonly ColumnDeclaration[], rows: readonly Row[]): PackedRows {
  const packed = columns.map(({ name, kind }) => {
    const cells = packColumn(
      kind,
      rows.map((row) => row[name] ?? null),
    )
    return [name, { kind, cells }]
  })
  return { rows: rows.length, columns: Object.fromEntries(packed) as PackedRows['columns'] }
}

function packColumn(kind: ColumnKind, cells: readonly Cell[]): unknown {
  switch (kind) {
    case 'text':
      return packTexts(cells)
    case 'number':
      return cells
    case 'integer':
    case 'time':
      return differencesOf(cells)
    case 'category':
      return packCategories(cells)
    case 'flag':
      return cells.map((cell) => Number(cell === true))
  }
}

/** Each value less the one before it; null where there is none. */
function differencesOf(cells: readonly Cell[]): (number | null)[] {
  let before = 0
  return cells.map((cell) => {
    if (typeof cell !== 'number') return null
    const difference = cell - before
    before = cell
    return difference
  })
}

function packTexts(cells: readonly unknown[]): z.input<typeof packedTexts> {
  const lengths: number[] = []
  const missing: number[] = []
  for (const [i, cell] of cells.entries()) {
    if (typeof cell !== 'string') missing.push(i)
    lengths.push(typeof cell === 'string' ? cell.length : 0)
  }
  return { text: cells.join(''), lengths, missing }
}

function packCategories(cells: readonly Cell[]): z.input<typeof packedCategories> {
  const codes = new Map<string | null, number>()
  const words = cells.map((cell) => (typeof cell === 'string' ? cell : null))
  for (const word of words) if (!codes.has(word)) codes.set(word, codes.size)
  return { words: [...codes.keys()], codes: words.map((word) => codes.get(word)) }
}

/** The rows that `packRows` was given; throws an EncodingError that names `where` on anything else. */
export function unpackRows(columns: readonly ColumnDeclaration[], packed: unknown, where: string): Row[] {
  return rowsOf(unpackColumns(columns, packed, where))
}

/**
 * Columns of what `packRows` made; one that the stream declared later, or as another kind, is empty. Throws an EncodingError
 * that names `where` on anything else.
 */
export function unpackColumns(columns: readonly ColumnDeclaration[], packed: unknown, where: string): Columns {
  const { rows, columns: stored } = parsed(packedSchema, packed, where)
  const unpacked = columns.map(({ name, kind }) => {
    const column = stored[name]
    if (column?.kind === kind) return [name, unpackColumn(kind, column.cells, rows, `${where}, column ${name}`)]
    // Rows are never without a key.
    if (keyNames.has(name)) throw damaged(where)
    return [name, emptyColumn(kind, rows)]
  })
  // The declaration begins with the key columns, each of its own kind.
  return { rows, byName: Object.fromEntries(unpacked) as Columns['byName'] }
}

function unpackColumn(kind: ColumnKind, packed: unknown, rows: number, where: string): AnyColumn {
  switch (kind) {
    case 'text':
      return unpackTexts(parsed(packedTexts, packed, where), rows, where)
    case 'category':
      return unpackCategories(parsed(packedCategories, packed, where), rows, where)
    case 'flag':
      return unpackFlags(packed, rows, where)
    case 'number':
      return numbersOrMissing(packed, rows, where)
    case 'integer':
    case 'time':
      return summed(numbersOrMissing(packed, rows, where))
  }
}

function unpackTexts({ text, lengths, missing }: z.infer<typeof packedTexts>, rows: number, where: string): TextColumn {
  const starts = new Uint32Array(rows + 1)
  let end = 0
  numbersOf(lengths, rows, where).forEach((length, i) => {
    if (!Number.isInteger(length) || length < 0) throw damaged(where)
    end += length
    starts[i + 1] = end
  })
  if (end !== text.length) throw damaged(where)
  return { text, starts, missing: missing.length === 0 ? null : marked(missing, rows, where) }
}

function marked(indexes: readonly unknown[], rows: number, where: string): Uint8Array {
  const marks = new Uint8Array(rows)
  for (const index of numbersOf(indexes, indexes.length, where)) {
    if (marks[index] !== 0) throw damaged(where)
    marks[index] = 1
  }
  return marks
}

function unpackCategories(
  { words, codes }: z.infer<typeof packedCategories>,
  rows: number,
  where: string,
): CategoryColumn {
  const numbers = numbersOf(codes, rows, where)
  const unpacked = Uint16Array.from(numbers)
  unpacked.forEach((code, i) => {
    if (code !== numbers[i] || code >= words.length) throw damaged(where)
  })
  return { words, codes: unpacked }
}

function unpackFlags(packed: unknown, rows: number, where: string): FlagColumn {
  return Uint8Array.from(numbersOf(packed, rows, where), (flag) => {
    if (flag !== 0 && flag !== 1) throw damaged(where)
    return flag
  })
}

/** Undoes `differencesOf`, in place. */
function summed(column: Float64Array): NumberColumn {
  let sum = 0
  for (let i = 0; i < column.length; i++) {
    const difference = column[i] ?? 0
    if (!Number.isNaN(difference)) column[i] = sum += difference
  }
  return column
}

/** A list of numbers, one a row, with NaN where there is null. */
function numbersOrMissing(packed: unknown, rows: number, where: string): Float64Array {
  if (!Array.isArray(packed) || packed.length !== rows) throw damaged(where)
  const column = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    const cell: unknown = packed[i]
    if (typeof cell === 'number') column[i] = cell
    else if (cell === null) column[i] = NaN
    else throw damaged(where)
  }
  return column
}

/** A list of numbers, one a row. */
function numbersOf(packed: unknown, rows: number, where: string): Float64Array {
  if (!Array.isArray(packed) || packed.length !== rows) throw damaged(where)
  const column = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    const cell: unknown = packed[i]
    if (typeof cell !== 'number') throw damaged(where)
    column[i] = cell
  }
  return column
}

function parsed<T extends z.ZodType>(schema: T, value: unknown, where: string): z.output<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw damaged(where)
}

/** The error for what is not as it was written. */
export function damaged(where: string): EncodingError {
  return new EncodingError(`${where} is damaged. Run "npm run rebuild" or start a full resync.`)
}
