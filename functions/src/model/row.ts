import { largestAmount } from '../contract/money.ts'
import type { ColumnKind } from '../contract/records.ts'
import type { CachedRecord, Cell, Stream } from './stream.ts'

/** The key by which rows are ordered in segments and lists. */
export interface RowKey {
  /** The record's key time, in milliseconds since 1970. */
  readonly createdAt: number
  readonly id: string
}

/**
 * A list row as segments and the head hold it: the key, what says which state of the source it shows, and a cell for each
 * column of its stream.
 */
export interface Row extends RowKey {
  readonly version: string
  /** 64 bits as 16 hexadecimal digits, over the document as it is written. */
  readonly hash: string
  /** A tombstone's: when the record was found gone (milliseconds). Null while it lives; no query shows a tombstone. */
  readonly deletedAt: number | null
  readonly [column: string]: Cell
}

/** The list row of a record in the state that `version` and `hash` name. */
export function rowOf<R extends CachedRecord>(stream: Stream<R>, record: R, version: string, hash: string): Row {
  const cells: Record<string, Cell> = {}
  for (const column of stream.columns) cells[column.name] = column.of(record)
  return { id: record.id, createdAt: stream.keyTime(record), version, hash, deletedAt: null, ...cells }
}

/** Times from the year 0 to 9999, in milliseconds: as ISO texts they sort, and the difference of two is exact. */
const [earliestTime, latestTime] = [Date.parse('0000-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')]

/** Says which cell of a row cannot be kept, and why; null where all can: such a row would break the lists that it is in. */
export function cellFault(stream: Pick<Stream, 'columns'>, row: Row): string | null {
  if (!isCell('time', row.createdAt)) return 'its key time is none of the years 0 to 9999'
  const wrong = stream.columns.find(({ name, kind }) => {
    const cell = row[name]
    return cell === undefined || (cell === null ? kind === 'flag' : !isCell(kind, cell))
  })
  return wrong === undefined ? null : `${wrong.name}: cannot be kept as a column of kind ${wrong.kind}`
}

function isCell(kind: ColumnKind, cell: Cell): boolean {
  switch (kind) {
    case 'text':
      return typeof cell === 'string'
    case 'category':
      // Values are counted by their names, and this one is no name of a member.
      return typeof cell === 'string' && cell !== '__proto__'
    case 'flag':
      return typeof cell === 'boolean'
    case 'number':
      return Number.isFinite(cell)
    case 'integer':
      return Number.isInteger(cell) && Math.abs(Number(cell)) <= largestAmount
    case 'time':
      return Number.isInteger(cell) && Number(cell) >= earliestTime && Number(cell) <= latestTime
  }
}

/** Returns the row that stands for a deleted record: its key, the version that proved the absence, and no cell that leads to a person. */
export function tombstoneOf(stream: Pick<Stream, 'columns'>, row: Row, version: string, deletedAt: number): Row {
  const personal = stream.columns.filter((column) => column.personal).map(({ name }) => [name, null])
  return { ...row, ...Object.fromEntries(personal), version, hash: '0'.repeat(16), deletedAt }
}

/** Tells whether a row is of a record that is there, and no tombstone. */
export function isLive({ deletedAt }: Pick<Row, 'deletedAt'>): boolean {
  return deletedAt === null
}

/** Ascending by (createdAt, id); ids compare by UTF-16 code units, as everywhere. */
export function compareKeys(a: RowKey, b: RowKey): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
}
