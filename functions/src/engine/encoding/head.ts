import { z } from 'zod'

import { columnKinds } from '../../contract/records.ts'
import { isInstant, type Instant } from '../../lib/instant.ts'
import type { UnpackBytes } from '../../lib/packed.ts'
import type { RowKey, Row } from '../../model/row.ts'
import { noUnmapped, unmappedSchema, type UnmappedStatuses } from '../../model/state.ts'
import { declarationOf, type ColumnDeclaration, type Stream } from '../../model/stream.ts'
import { ByteReader, ByteWriter } from './bytes.ts'
import { assertReadable, damaged, joined, packColumns, parted, unpackColumns } from './codec.ts'
import { allColumns, columnsOf, rowsOf } from './columns.ts'
import type { StoredDocument } from './document.ts'

/** The number of rows for each value of each facet. */
export type FacetCounts = Record<string, Record<string, number>>

/** The summary of a segment by which a query can leave it alone. */
export interface ZoneMap {
  /** No shown row lies outside; they need not reach the ends. */
  readonly ranges: Readonly<Record<string, { readonly min: number; readonly max: number }>>
  /** Exactly the shown rows. */
  readonly facets: FacetCounts
}

/** The place of a segment's needles. */
export interface NeedlesInfo {
  /** The number of the document that has them; documents with needles stand among the segments and share their numbers. */
  readonly n: number
  readonly bytes: number
}

export interface SegmentInfo {
  readonly n: number
  /** Grows with each rewrite of the document: (n, version) names one immutable content. */
  readonly version: number
  /** The first key that belongs here; the range ends where the next segment's begins. The first segment takes all below. */
  readonly low: RowKey
  readonly rows: number
  /** Rows that are no tombstones. */
  readonly live: number
  /** Of those, the ones that no pending change replaces: what the segment adds to the cache. */
  readonly shown: number
  readonly bytes: number
  /** The place of its needles; null where it has none, so that any search may find something in it. */
  readonly needles: NeedlesInfo | null
  readonly zone: ZoneMap
}

/** A change that is not yet folded into the segments. */
export interface PendingRow {
  readonly row: Row
  /** Under which key the segments still hold an older row of this id; null where they hold none. */
  readonly segmentKey: RowKey | null
}

/** The head: all that is not in segments, and what is needed to know which segments to read. */
export interface Head {
  readonly cacheVersion: number
  /** The columns that answers go by: those of the stream, or where that was changed since, of the last full run. */
  readonly columns: readonly ColumnDeclaration[]
  /** The bound of the last succeeded run, as the watermark document has it: a page tells its age without a second read. */
  readonly bound: Instant | null
  /** The moment through which reports were read; null where nothing reports changes. */
  readonly reportsBound: Instant | null
  readonly nextSegment: number
  /** Ascending by `low`. */
  readonly segments: readonly SegmentInfo[]
  readonly pending: ReadonlyMap<string, PendingRow>
  /** The newest live rows of all, pending ones included, newest first. */
  readonly newest: readonly Row[]
  /** Down to which key `newest` is complete; null where it holds every live row. */
  readonly newestFloor: RowKey | null
  readonly live: number
  readonly facets: FacetCounts
  readonly unmapped: UnmappedStatuses
}

/** The head of a pipeline that has no rows. */
export function emptyHead(stream: Pick<Stream, 'columns'>): Head {
  return { ...noRows, columns: declarationOf(stream) }
}

const noRows = {
  cacheVersion: 0,
  bound: null,
  reportsBound: null,
  nextSegment: 0,
  segments: [],
  pending: new Map(),
  newest: [],
  newestFloor: null,
  live: 0,
  facets: {},
  unmapped: noUnmapped,
} satisfies Omit<Head, 'columns'>

const keySchema = z.object({ createdAt: z.number(), id: z.string() })
const countSchema = z.int().min(0)
const facetsSchema = z.record(z.string(), z.record(z.string(), countSchema))
const storedSchema = z.object({
  columns: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(columnKinds),
      facet: z.literal(true).optional(),
      range: z.literal(true).optional(),
    }),
  ),
  nextSegment: countSchema,
  segments: z.array(
    z.object({
      n: countSchema,
      version: countSchema,
      low: keySchema,
      rows: countSchema,
      live: countSchema,
      shown: countSchema,
      bytes: countSchema,
      needles: z.object({ n: countSchema, bytes: countSchema }).nullable(),
      zone: z.object({
        ranges: z.record(z.string(), z.object({ min: z.number(), max: z.number() })),
        facets: facetsSchema,
      }),
    }),
  ),
  segmentKeys: z.array(keySchema.nullable()),
  newestFloor: keySchema.nullable(),
  live: countSchema,
  facets: facetsSchema,
  unmapped: unmappedSchema,
})

/** The bytes of a head: the manifest as JSON, and the pending and the newest rows in columns. */
export function packHead(
  stream: Pick<Stream, 'columns'>,
  { cacheVersion: _version, bound: _bound, reportsBound: _reportsBound, pending, newest, ...manifest }: Head,
): Uint8Array {
  const columns = allColumns(stream)
  const rows = [...pending.values()].map(({ row }) => row)
  const segmentKeys = [...pending.values()].map(({ segmentKey }) => segmentKey)
  const writer = new ByteWriter()
  writer.text(JSON.stringify({ ...manifest, segmentKeys }))
  writer.section(joined(packColumns(columns, columnsOf(columns, rows))))
  writer.section(joined(packColumns(columns, columnsOf(columns, newest))))
  return writer.written()
}

/** The head in a document; a pipeline that has none yet has an empty one. Throws an EncodingError. */
export function unpackHead(
  stream: Pick<Stream, 'columns'>,
  { path, fields = {} }: StoredDocument,
  unpack: UnpackBytes,
): Head {
  const { data, cacheVersion } = fields
  const bounds = { bound: instantOf(fields.bound), reportsBound: instantOf(fields.reportsBound) }
  // A pipeline without orders has a bound and no rows.
  if (data === undefined && (cacheVersion === undefined || cacheVersion === 0))
    return { ...emptyHead(stream), ...bounds }
  if (data !== undefined) assertReadable(fields.encoding, path)
  if (!(data instanceof Uint8Array) || typeof cacheVersion !== 'number') throw damaged(path)
  const { manifest, pendingRows, newest } = partsOf(unpack(data, path), path)
  const { segmentKeys, ...rest } = manifest
  const rows = rowsIn(stream, pendingRows, `${path}, pending`)
  if (rows.length !== segmentKeys.length) throw damaged(path)
  return {
    ...rest,
    ...bounds,
    cacheVersion,
    pending: new Map(rows.map((row, i) => [row.id, { row, segmentKey: segmentKeys[i] ?? null }])),
    newest: rowsIn(stream, newest, `${path}, newest`),
  }
}

function rowsIn(stream: Pick<Stream, 'columns'>, bytes: Uint8Array, where: string): Row[] {
  return rowsOf(unpackColumns(allColumns(stream), parted(bytes, where), where).columns)
}

function partsOf(bytes: Uint8Array, path: string) {
  try {
    const reader = new ByteReader(bytes)
    const manifest = storedSchema.parse(JSON.parse(reader.text()))
    const [pendingRows, newest] = [reader.section(), reader.section()]
    reader.end()
    return { manifest, pendingRows, newest }
  } catch (cause) {
    throw damaged(path, cause)
  }
}

function instantOf(stored: unknown): Instant | null {
  return typeof stored === 'string' && isInstant(stored) ? stored : null
}
