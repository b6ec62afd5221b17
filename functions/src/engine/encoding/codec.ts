import type { ColumnKind } from '../../contract/records.ts'
import { EncodingError } from '../../lib/errors.ts'
import type { ColumnDeclaration } from '../../model/stream.ts'
import { ByteReader, ByteWriter } from './bytes.ts'
import { emptyColumn, keyColumns, type AnyColumn, type CategoryColumn, type Columns } from './columns.ts'
import { readNumbers, writeNumbers } from './numbers.ts'
import { readTexts, writeTexts } from './texts.ts'

/** The version of what segments and heads hold. A reader refuses a later one; `npm run rebuild` writes the present one. */
export const cacheEncoding = 5

/** Throws an EncodingError unless this code reads `encoding`; `where` names the document. */
export function assertReadable(encoding: unknown, where: string): void {
  if (encoding === cacheEncoding) return
  const found = typeof encoding === 'number' ? encoding : 'none'
  const isNewer = typeof encoding === 'number' && encoding > cacheEncoding
  const remedy = isNewer ? 'deploy the newer functions' : 'run "npm run rebuild"'
  throw new EncodingError(`${where} has encoding ${found}, this code reads ${cacheEncoding}: ${remedy}.`, { isNewer })
}

/** The orders of rows by their column's name, as far as they were prepared when the rows were packed. */
export type RowOrders = ReadonlyMap<string, Uint16Array>

/** Columns, and the orders that were prepared with them. */
export interface Unpacked {
  readonly columns: Columns
  readonly orders: RowOrders
}

/** Columns as bytes for zstd to squeeze: the texts' own bytes apart, for they stay as they are. */
export interface Packed {
  readonly cells: Uint8Array
  readonly texts: Uint8Array
}

const mostRows = 65_536
const keyNames: ReadonlySet<string> = new Set(keyColumns.map(({ name }) => name))

/**
 * Packs columns: the number of rows, then each column with its name and kind (the declaration may have changed when it is read),
 * then the orders. They become columns again without a step for each value but for numbers.
 */
export function packColumns(
  declared: readonly ColumnDeclaration[],
  { rows, byName }: Columns,
  orders: RowOrders = new Map(),
): Packed {
  const [cells, texts] = [new ByteWriter(), new ByteWriter()]
  cells.count(rows)
  cells.count(declared.length)
  for (const { name, kind } of declared) {
    const column = byName[name]
    if (column === undefined) throw new RangeError(`There is no column ${name}.`)
    cells.text(name)
    cells.text(kind)
    cells.count('starts' in column ? column.bytes.length : 0)
    cells.sectionOf(() => writeColumn(cells, column))
    if ('starts' in column) texts.bytes(column.bytes)
  }
  cells.count(orders.size)
  for (const [name, order] of orders) {
    cells.text(name)
    writeNumbers(cells, Float64Array.from(order))
  }
  return { cells: cells.written(), texts: texts.written() }
}

function writeColumn(writer: ByteWriter, column: AnyColumn): void {
  if (column instanceof Float64Array) writeNumbers(writer, column)
  else if (column instanceof Uint8Array) writer.bytes(column)
  else if ('words' in column) writeCategory(writer, column)
  else writeTexts(writer, column)
}

function writeCategory(writer: ByteWriter, { words, codes }: CategoryColumn): void {
  writer.count(words.length)
  for (const word of words) {
    writer.byte(word === null ? 0 : 1)
    writer.text(word ?? '')
  }
  writeNumbers(writer, Float64Array.from(codes))
}

/**
 * Columns of what `packColumns` made, and orders of those columns; a column that the stream declared later, or as another kind, is
 * empty. Throws an EncodingError that names `where` on anything else.
 */
export function unpackColumns(declared: readonly ColumnDeclaration[], packed: Packed, where: string): Unpacked {
  try {
    return unpack(declared, packed)
  } catch (error) {
    // Anything that is read beyond its end, or is none of what can stand there.
    if (error instanceof RangeError || error instanceof TypeError) throw damaged(where, error)
    throw error
  }
}

interface StoredColumn {
  readonly kind: string
  readonly cells: ByteReader
  readonly texts: ByteReader
}

function unpack(declared: readonly ColumnDeclaration[], { cells, texts }: Packed): Unpacked {
  const [reader, bytes] = [new ByteReader(cells), new ByteReader(texts)]
  const rows = reader.count()
  if (rows > mostRows) throw new RangeError('More rows than can be packed.')
  const stored = new Map<string, StoredColumn>()
  for (let left = reader.count(); left > 0; left--) {
    const [name, kind] = [reader.text(), reader.text()]
    const own = new ByteReader(bytes.bytes(reader.count()))
    stored.set(name, { kind, cells: new ByteReader(reader.section()), texts: own })
  }
  const orders = readOrders(reader, rows)
  reader.end()
  bytes.end()
  const columns = declared.map(({ name, kind }): [string, AnyColumn] => {
    const column = stored.get(name)
    if (column?.kind === kind) return [name, readColumn(kind, column, rows)]
    // Rows are never without a key.
    if (keyNames.has(name)) throw new RangeError('Rows without a key.')
    return [name, emptyColumn(kind, rows)]
  })
  // A column that was stored as another kind is another one, and so is its order.
  const isSame = ([name]: [string, Uint16Array]): boolean =>
    declared.some((column) => column.name === name && stored.get(name)?.kind === column.kind)
  return {
    // The declaration begins with the key columns, each of its own kind.
    columns: { rows, byName: Object.fromEntries(columns) as Columns['byName'] },
    orders: new Map(orders.filter(isSame)),
  }
}

function readColumn(kind: ColumnKind, { cells, texts }: StoredColumn, rows: number): AnyColumn {
  const column = readCells(kind, cells, texts, rows)
  cells.end()
  texts.end()
  return column
}

function readCells(kind: ColumnKind, cells: ByteReader, texts: ByteReader, rows: number): AnyColumn {
  switch (kind) {
    case 'text':
      return readTexts(cells, texts, rows)
    case 'category':
      return readCategory(cells, rows)
    case 'integer':
    case 'number':
    case 'time':
      return readNumbers(cells, rows)
    case 'flag':
      return readFlags(cells, rows)
  }
}

function readCategory(reader: ByteReader, rows: number): CategoryColumn {
  const words = Array.from({ length: reader.count() }, () => {
    const isThere = reader.byte() === 1
    const word = reader.text()
    return isThere ? word : null
  })
  return { words, codes: readCodes(reader, rows, words.length) }
}

/** Whole numbers below a limit. */
function readCodes(reader: ByteReader, count: number, limit: number): Uint16Array {
  const codes = new Uint16Array(count)
  const numbers = readNumbers(reader, count)
  for (let i = 0; i < count; i++) {
    const code = numbers[i] ?? NaN
    if (!(code >= 0 && code < limit)) throw new RangeError('A code without a word.')
    codes[i] = code
  }
  return codes
}

function readFlags(reader: ByteReader, rows: number): Uint8Array {
  const flags = reader.bytes(rows).slice()
  if (flags.some((flag) => flag > 1)) throw new RangeError('A flag that is neither 0 nor 1.')
  return flags
}

function readOrders(reader: ByteReader, rows: number): [string, Uint16Array][] {
  return Array.from({ length: reader.count() }, () => {
    const name = reader.text()
    const order = readCodes(reader, rows, rows)
    const seen = new Uint8Array(rows)
    for (const row of order) {
      if (seen[row] === 1) throw new RangeError('A row stands twice in an order.')
      seen[row] = 1
    }
    return [name, order]
  })
}

/** The error for what is not as it was written. */
export function damaged(where: string, cause?: unknown): EncodingError {
  return new EncodingError(`${where} is damaged. Run "npm run rebuild" or start a full resync.`, { cause })
}

/** Both pieces in one. */
export function joined({ cells, texts }: Packed): Uint8Array {
  const writer = new ByteWriter()
  writer.section(cells)
  writer.section(texts)
  return writer.written()
}

/** The pieces that `joined` made one. Throws an EncodingError that names `where` on anything else. */
export function parted(bytes: Uint8Array, where: string): Packed {
  try {
    const reader = new ByteReader(bytes)
    const packed = { cells: reader.section(), texts: reader.section() }
    reader.end()
    return packed
  } catch (cause) {
    throw damaged(where, cause)
  }
}
