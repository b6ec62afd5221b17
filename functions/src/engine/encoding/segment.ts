import { EncodingError } from '../../lib/errors.ts'
import type { UnpackBytes } from '../../lib/packed.ts'
import { compareKeys, type Row, type RowKey } from '../../model/row.ts'
import type { Column, ColumnDeclaration, Stream } from '../../model/stream.ts'
import {
  assertReadable,
  damaged,
  joined,
  packColumns,
  parted,
  unpackColumns,
  type Packed,
  type Unpacked,
} from './codec.ts'
import { listColumns, rowsOf, syncColumns, type Columns } from './columns.ts'
import type { StoredDocument } from './document.ts'
import type { SegmentInfo } from './head.ts'
import { rowsBy } from './rowOrder.ts'

/** Tells whether a segment's document is the version that `info` names. */
export function isVersion(document: StoredDocument | undefined, info: SegmentInfo): boolean {
  return document?.fields?.version === info.version
}

/** The fields of a segment's document that answers need: all but what only the sync compares. */
export const listedFields = ['encoding', 'version', 'cells', 'texts']

/** The bytes of a segment, by the fields of its document: what lists need, and apart from it what only the sync does. */
export interface PackedSegment extends Packed {
  readonly sync: Uint8Array
}

/** Packs all columns of a segment's rows. */
export function packSegment(stream: Pick<Stream, 'columns'>, columns: Columns): PackedSegment {
  const sorted = stream.columns.filter(isPrepared).map(({ name }) => name)
  const orders = new Map(sorted.map((name) => [name, rowsBy(columns, name)]))
  return {
    ...packColumns(listColumns(stream), columns, orders),
    sync: joined(packColumns(syncColumns, columns)),
  }
}

/** Tells whether a column's order is stored: sorting by texts takes long, by numbers it does not. */
function isPrepared({ sort, kind }: Column<never>): boolean {
  return sort === true && (kind === 'text' || kind === 'category')
}

/** Returns the list columns in a segment's document, which has to be the version that `info` names. Throws an EncodingError. */
export function unpackSegment(
  columns: readonly ColumnDeclaration[],
  document: StoredDocument,
  info: SegmentInfo,
  unpack: UnpackBytes,
): Unpacked {
  const bytes = (field: 'cells' | 'texts'): Uint8Array => bytesIn(document, field, info, unpack)
  return unpackColumns(columns, { cells: bytes('cells'), texts: bytes('texts') }, document.path)
}

/** The rows of a segment's document, whole. Throws an EncodingError. */
export function unpackRows(
  stream: Pick<Stream, 'columns'>,
  document: StoredDocument,
  info: SegmentInfo,
  unpack: UnpackBytes,
): Row[] {
  const listed = unpackSegment(listColumns(stream), document, info, unpack)
  const sync = parted(bytesIn(document, 'sync', info, unpack), document.path)
  const { columns } = unpackColumns(syncColumns, sync, document.path)
  if (columns.rows !== listed.columns.rows) throw damaged(document.path)
  return rowsOf({ ...listed.columns, byName: { ...columns.byName, ...listed.columns.byName } })
}

function bytesIn(
  document: StoredDocument,
  field: keyof PackedSegment,
  info: SegmentInfo,
  unpack: UnpackBytes,
): Uint8Array {
  const { path, fields } = document
  if (fields === undefined) throw new EncodingError(`${path} is missing. Run "npm run rebuild" or start a full resync.`)
  assertReadable(fields.encoding, path)
  const packed = fields[field]
  if (!(packed instanceof Uint8Array) || !isVersion(document, info)) {
    throw new EncodingError(
      `${path} is not the version that the head names. Run "npm run rebuild" or start a full resync.`,
    )
  }
  return unpack(packed, path)
}

/** The index of the segment whose range holds `key`; -1 where there is no segment at all. */
export function segmentIndexOf(segments: readonly SegmentInfo[], key: RowKey): number {
  if (segments.length === 0) return -1
  let low = 0
  let high = segments.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const segment = segments[middle]
    if (segment !== undefined && compareKeys(segment.low, key) <= 0) low = middle
    else high = middle - 1
  }
  return low
}
