import type { CachedRecord, Cell, Stream } from './stream.ts'

/** Where a row stands in the order of segments. */
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

/** What a deletion leaves of a row: its key, the version that proved the absence, and no cell that leads to a person. */
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
