import { EncodingError } from '../../lib/errors.ts'
import type { Unpack } from '../../lib/packed.ts'
import { compareKeys, type RowKey } from '../../model/row.ts'
import type { ColumnDeclaration } from '../../model/stream.ts'
import { assertReadable, unpackColumns } from './codec.ts'
import type { Columns } from './columns.ts'
import type { StoredDocument } from './document.ts'
import type { SegmentInfo } from './head.ts'

/** Tells whether a segment's document is the version that `info` names. */
export function isVersion(document: StoredDocument | undefined, info: SegmentInfo): boolean {
  return document?.fields?.version === info.version
}

/** Columns of a segment's document, which has to be the version that `info` names. Throws an EncodingError. */
export function unpackSegment(
  columns: readonly ColumnDeclaration[],
  document: StoredDocument,
  info: SegmentInfo,
  unpack: Unpack,
): Columns {
  const { path, fields } = document
  if (fields === undefined) throw new EncodingError(`${path} is missing. Run "npm run rebuild" or start a full resync.`)
  assertReadable(fields.encoding, path)
  const { data } = fields
  if (!(data instanceof Uint8Array) || !isVersion(document, info)) {
    throw new EncodingError(
      `${path} is not the version that the head names. Run "npm run rebuild" or start a full resync.`,
    )
  }
  return unpackColumns(columns, unpack(data, path), path)
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
