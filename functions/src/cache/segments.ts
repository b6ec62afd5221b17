import { cacheEncoding } from '../engine/encoding/codec.ts'
import { allColumns, columnsOf } from '../engine/encoding/columns.ts'
import type { SegmentInfo } from '../engine/encoding/head.ts'
import { packSegment, unpackRows, type PackedSegment } from '../engine/encoding/segment.ts'
import { packNeedlesOf } from '../engine/needles/packNeedles.ts'
import { searchedOf } from '../engine/store/layout.ts'
import type { DocumentSnapshot } from '../lib/firestore/firestore.ts'
import { packBytes, unpackBytes } from '../lib/packing.ts'
import { isLive, type Row, type RowKey } from '../model/row.ts'
import type { ColumnDeclaration, Stream } from '../model/stream.ts'
import { zoneMapOf } from './facetCounts.ts'
import { storedIn } from './stored.ts'

/** A segment is split above either of these. */
export const segmentLimits = { rows: 5_000, bytes: 300_000 }

/** A segment's document, ready to be written, and its entry in the manifest. */
export interface EncodedSegment {
  readonly info: SegmentInfo
  readonly rows: readonly Row[]
  readonly document: Record<string, unknown>
  /** Its needles, compressed; null where it has none. */
  readonly needles: Uint8Array | null
}

/** Needles above this are those of unusual texts, and not worth what they take. */
const needlesLimit = 100_000

/**
 * A segment's document; `rows` ascend by key and are not empty. `columns` are the head's; `low` is the first key of its range;
 * `isPending` tells the rows that a pending change replaces. The last segment of all has no needles (`isLast`): it is written
 * again and again.
 */
export function encodeSegment(
  columns: readonly ColumnDeclaration[],
  pipeline: string,
  id: { readonly n: number; readonly version: number; readonly low: RowKey },
  { rows, packed, needles }: Piece,
  isLast: boolean,
  isPending: (id: string) => boolean = () => false,
): EncodedSegment {
  const live = rows.filter(isLive)
  const shown = live.filter((row) => !isPending(row.id))
  const counts = { rows: rows.length, live: live.length, shown: shown.length, bytes: bytesOf(packed) }
  const found = isLast ? null : packBytes(needles())
  return {
    info: { ...id, ...counts, needles: null, zone: zoneMapOf(columns, shown) },
    rows,
    needles: found !== null && found.byteLength <= needlesLimit ? found : null,
    document: { pipeline, encoding: cacheEncoding, version: id.version, rows: rows.length, ...packed },
  }
}

/** The rows of a segment's document, which has to be the version that `info` names. Throws an EncodingError. */
export function decodeSegment(stream: Pick<Stream, 'columns'>, snapshot: DocumentSnapshot, info: SegmentInfo): Row[] {
  return unpackRows(stream, storedIn(snapshot), info, unpackBytes)
}

/** Rows with what they are packed in. */
export interface Piece {
  readonly rows: readonly Row[]
  /** Each of its pieces of bytes, compressed. */
  readonly packed: PackedSegment
  /** Packs what tells whether a search can find anything in it. */
  readonly needles: () => Uint8Array
}

function bytesOf({ cells, texts, sync }: PackedSegment): number {
  return cells.byteLength + texts.byteLength + sync.byteLength
}

/** Sorted rows in pieces that fit a segment; the last segment of all is filled up, any other is halved. */
export function splitRows(stream: Pick<Stream, 'columns'>, rows: readonly Row[], isLast: boolean): Piece[] {
  const encoded = encoderOf(stream)
  if (isLast) return filled(encoded, rows)
  const pieces = Math.max(1, Math.ceil(rows.length / segmentLimits.rows))
  const size = Math.ceil(rows.length / pieces)
  return Array.from({ length: pieces }, (_, i) => rows.slice(i * size, (i + 1) * size)).flatMap((part) =>
    halved(encoded, part),
  )
}

type Encode = (rows: readonly Row[]) => Piece

function encoderOf(stream: Pick<Stream, 'columns'>): Encode {
  return (rows) => {
    const columns = columnsOf(allColumns(stream), rows)
    const { cells, texts, sync } = packSegment(stream, columns)
    const packed = { cells: packBytes(cells), texts: packBytes(texts), sync: packBytes(sync) }
    return { rows, packed, needles: () => packNeedlesOf(columns, searchedOf(stream)) }
  }
}

function fits(piece: Piece): boolean {
  return bytesOf(piece.packed) <= segmentLimits.bytes || piece.rows.length === 1
}

function halved(encoded: Encode, rows: readonly Row[]): Piece[] {
  const piece = encoded(rows)
  if (fits(piece)) return [piece]
  const middle = Math.ceil(rows.length / 2)
  return [...halved(encoded, rows.slice(0, middle)), ...halved(encoded, rows.slice(middle))]
}

/** New orders come at the end: what is full is left behind full, and never touched again. */
function filled(encoded: Encode, rows: readonly Row[]): Piece[] {
  const pieces: Piece[] = []
  for (let start = 0; start < rows.length; start += pieces.at(-1)?.rows.length ?? 1) {
    let piece = encoded(rows.slice(start, start + segmentLimits.rows))
    while (!fits(piece)) {
      // A little less than the share that would just fit: compression is not quite even.
      const share = (0.97 * segmentLimits.bytes) / bytesOf(piece.packed)
      piece = encoded(piece.rows.slice(0, Math.max(1, Math.floor(piece.rows.length * share))))
    }
    pieces.push(piece)
  }
  return pieces
}
