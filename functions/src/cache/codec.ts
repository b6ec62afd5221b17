import { z } from 'zod'

import { EncodingError } from '../lib/errors.ts'
import { orderColumns, type Column, type Row } from '../model/row.ts'

/** The version of what segments and heads hold. A reader refuses a later one; `npm run rebuild` writes the present one. */
export const cacheEncoding = 1

/** Throws an EncodingError unless this code reads `encoding`; `where` names the document. */
export function assertReadable(encoding: unknown, where: string): void {
  if (encoding === cacheEncoding) return
  const found = typeof encoding === 'number' ? encoding : 'none'
  throw new EncodingError(
    typeof encoding === 'number' && encoding > cacheEncoding
      ? `${where} has encoding ${found}, this code reads ${cacheEncoding}: deploy the newer functions.`
      : `${where} has encoding ${found}, this code reads ${cacheEncoding}: run "npm run rebuild".`,
  )
}

/** The key and the sync fields, which every stream's rows have, before the columns that the stream declares. */
const columns: readonly Column[] = [
  { name: 'id', kind: 'text' },
  { name: 'createdAt', kind: 'time' },
  { name: 'version', kind: 'text' },
  { name: 'hash', kind: 'text' },
  { name: 'deleted', kind: 'integer' },
  ...orderColumns,
]

const numbers = z.array(z.number())
const texts = z.array(z.string().nullable())
const categories = z.object({ dictionary: texts, codes: z.array(z.int().min(0)) })
const packedSchema = z.object({ rows: z.int().min(0), columns: z.record(z.string(), z.unknown()) })

/** Rows column by column: integers as differences, categories as a dictionary. JSON, for zstd to squeeze. */
export type PackedRows = z.input<typeof packedSchema>

type Cell = string | number | null

/** Rows in columnar form. */
export function packRows(rows: readonly Row[]): PackedRows {
  const cellsOf = (name: string): Cell[] => rows.map((row) => cellOf(row, name))
  return {
    rows: rows.length,
    columns: Object.fromEntries(columns.map(({ name, kind }) => [name, packColumn(kind, cellsOf(name))])),
  }
}

function cellOf(row: Row, name: string): Cell {
  // The declaration names the row's own members; a test holds the two together.
  const value = row[name as keyof Row]
  return typeof value === 'boolean' ? Number(value) : value
}

function packColumn(kind: Column['kind'], cells: readonly Cell[]): unknown {
  switch (kind) {
    case 'text':
    case 'number':
      return cells
    case 'integer':
    case 'time': {
      const values = cells.map(Number)
      return values.map((value, i) => value - (values[i - 1] ?? 0))
    }
    case 'category': {
      const dictionary = [...new Set(cells)]
      const codes = new Map(dictionary.map((value, code) => [value, code]))
      return { dictionary, codes: cells.map((cell) => codes.get(cell)) }
    }
  }
}

/** The rows that `packRows` was given; throws an EncodingError that names `where` on anything else. */
export function unpackRows(packed: unknown, where: string): Row[] {
  const { rows, columns: stored } = parsed(packedSchema, packed, where)
  const unpacked = columns.map(({ name, kind }): [string, Cell[]] => {
    const cells = unpackColumn(kind, stored[name], `${where}, column ${name}`)
    if (cells.length !== rows) throw new EncodingError(`${where}, column ${name} has ${cells.length} of ${rows} rows.`)
    return [name, cells]
  })
  return Array.from({ length: rows }, (_, i) => {
    const row: Record<string, unknown> = {}
    for (const [name, cells] of unpacked) row[name] = cells[i]
    row.deleted = row.deleted === 1
    // Every column is there and of its kind: that is what a row is.
    return row as unknown as Row
  })
}

function unpackColumn(kind: Column['kind'], stored: unknown, where: string): Cell[] {
  switch (kind) {
    case 'text':
      return parsed(texts, stored, where)
    case 'number':
      return parsed(numbers, stored, where)
    case 'integer':
    case 'time': {
      let value = 0
      return parsed(numbers, stored, where).map((difference) => (value += difference))
    }
    case 'category': {
      const { dictionary, codes } = parsed(categories, stored, where)
      return codes.map((code) => {
        const value = dictionary[code]
        if (value === undefined) throw damaged(where)
        return value
      })
    }
  }
}

function parsed<T extends z.ZodType>(schema: T, value: unknown, where: string): z.output<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw damaged(where)
}

function damaged(where: string): EncodingError {
  return new EncodingError(`${where} is damaged. Run "npm run rebuild".`)
}
