import { z } from 'zod'

import { EncodingError } from '../lib/errors.ts'
import { orderColumns, type Column, type Row } from '../model/row.ts'
import {
  keyColumns,
  rowsOf,
  type CategoryColumn,
  type ColumnName,
  type Columns,
  type FlagColumn,
  type NumberColumn,
  type TextColumn,
} from './columns.ts'

/** The version of what segments and heads hold. A reader refuses a later one; `npm run rebuild` writes the present one. */
export const cacheEncoding = 3

/** Throws an EncodingError unless this code reads `encoding`; `where` names the document. */
export function assertReadable(encoding: unknown, where: string): void {
  if (encoding === cacheEncoding) return
  const found = typeof encoding === 'number' ? encoding : 'none'
  const isNewer = typeof encoding === 'number' && encoding > cacheEncoding
  const remedy = isNewer ? 'deploy the newer functions' : 'run "npm run rebuild"'
  throw new EncodingError(`${where} has encoding ${found}, this code reads ${cacheEncoding}: ${remedy}.`, { isNewer })
}

const declared: readonly (Column & { readonly name: ColumnName })[] = [...keyColumns, ...orderColumns]
/** Every column: what a row is made of. */
export const columnNames: readonly ColumnName[] = declared.map(({ name }) => name)
const kinds = Object.fromEntries(declared.map(({ name, kind }) => [name, kind])) as Record<ColumnName, Column['kind']>

/** Looked through where it becomes a column: a schema for each of thousands of elements takes as long as all the rest. */
const list = z.custom<readonly unknown[]>((value) => Array.isArray(value))
const packedTexts = z.object({ text: z.string(), lengths: list, missing: list })
const packedCategories = z.object({ words: z.array(z.string()).max(65_536), codes: list })
const packedSchema = z.object({ rows: z.int().min(0).max(1_000_000), columns: z.record(z.string(), z.unknown()) })

/**
 * Rows column by column, as JSON for zstd to squeeze: integers as differences, categories as words and codes, flags
 * as 0 or 1, texts as one string with the length of each, so that unpacking makes no object of its own for each of
 * them.
 */
export type PackedRows = z.input<typeof packedSchema>

/** Rows in columnar form. */
export function packRows(rows: readonly Row[]): PackedRows {
  const columns = declared.map(({ name, kind }) => [name, packColumn(kind, rows, name as keyof Row)])
  return { rows: rows.length, columns: Object.fromEntries(columns) as Record<string, unknown> }
}

function packColumn(kind: Column['kind'], rows: readonly Row[], name: keyof Row): unknown {
  switch (kind) {
    case 'text':
      return packTexts(rows.map((row) => row[name]))
    case 'number':
      return rows.map((row) => row[name])
    case 'integer':
    case 'time':
      return differencesOf(rows.map((row) => Number(row[name])))
    case 'category':
      return packCategories(rows.map((row) => String(row[name])))
    case 'flag':
      return rows.map((row) => Number(row[name] === true))
  }
}

function differencesOf(values: readonly number[]): number[] {
  return values.map((value, i) => value - (values[i - 1] ?? 0))
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

function packCategories(cells: readonly string[]): z.input<typeof packedCategories> {
  const codes = new Map<string, number>()
  for (const cell of cells) if (!codes.has(cell)) codes.set(cell, codes.size)
  return { words: [...codes.keys()], codes: cells.map((cell) => codes.get(cell)) }
}

/** The rows that `packRows` was given; throws an EncodingError that names `where` on anything else. */
export function unpackRows(packed: unknown, where: string): Row[] {
  return rowsOf(unpackColumns(packed, where, columnNames))
}

/** The named columns of what `packRows` made; throws an EncodingError that names `where` on anything else. */
export function unpackColumns<N extends ColumnName>(packed: unknown, where: string, names: readonly N[]): Columns<N> {
  const { rows, columns } = parsed(packedSchema, packed, where)
  const unpacked = names.map((name) => [name, unpackColumn(name, columns[name], rows, `${where}, column ${name}`)])
  // Each column was made of the kind that its declaration says.
  return { rows, ...(Object.fromEntries(unpacked) as object) } as Columns<N>
}

function unpackColumn(
  name: ColumnName,
  packed: unknown,
  rows: number,
  where: string,
): TextColumn | CategoryColumn | NumberColumn | FlagColumn {
  switch (kinds[name]) {
    case 'text':
      return unpackTexts(parsed(packedTexts, packed, where), rows, where)
    case 'category':
      return unpackCategories(parsed(packedCategories, packed, where), rows, where)
    case 'flag':
      return unpackFlags(packed, rows, where)
    case 'number':
      return numbersOf(packed, rows, where)
    case 'integer':
    case 'time':
      return summed(numbersOf(packed, rows, where))
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
  for (let i = 1; i < column.length; i++) column[i] = (column[i] ?? 0) + (column[i - 1] ?? 0)
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

function damaged(where: string): EncodingError {
  return new EncodingError(`${where} is damaged. Run "npm run rebuild" or start a full resync.`)
}
