import { z } from 'zod'

import { EncodingError } from '../lib/errors.ts'
import type { DocumentSnapshot } from '../lib/firestore/firestore.ts'
import { depthOf, fromJson, hashOf, sizeOf, toJson } from '../lib/firestore/firestoreValues.ts'
import { pack, unpack } from '../lib/packing.ts'
import type { Pipeline } from '../model/pipeline.ts'
import { cellFault, rowOf, type Row } from '../model/row.ts'
import { parentIdOf, type CachedRecord, type Stream } from '../model/stream.ts'
import { isDocumentId } from './paths.ts'

/** No document is written above this; Firestore's own limit is 1 MiB. */
const documentBytes = 900_000
/** Firestore takes values nested 20 levels deep; a payload lies one level down. */
const deepestValue = 20
/** A row above this would crowd its segment and the head. */
const rowLimitBytes = 32_000

/** The version and hash of the record in a document, and the pipeline that brought it, for the ids of two accounts look alike. */
const syncSchema = z.object({ version: z.string(), hash: z.string(), pipeline: z.string() })
/** A record's document as it is written: the canonical record, the source's own, and which state of it this is. */
export interface BuiltDocument {
  readonly row: Row
  readonly record: CachedRecord
  readonly data: Record<string, unknown>
  readonly bytes: number
}

export type BuildResult =
  { readonly ok: true; readonly document: BuiltDocument } | { readonly ok: false; readonly reason: string }

/**
 * Builds the document of a record. A payload that is too large or too deep is compressed (`payloadCompressed`, zstd over JSON), then
 * left out (`payloadOmitted`, with its digest); a record that is too large without it is refused. The hash is over all that is
 * written, so that a changed mapping shows, and so does a change of the document that somebody made outside.
 */
export function buildDocument(
  { id: pipeline, stream }: Pick<Pipeline, 'id' | 'stream'>,
  record: CachedRecord,
  payload: Readonly<Record<string, unknown>>,
  version: string,
): BuildResult {
  // What the cache could not read back must never be written: one such record would stop its whole pipeline.
  const [issue] = stream.schema.safeParse(record).error?.issues ?? []
  if (issue !== undefined) return { ok: false, reason: `${issue.path.join('.')}: ${issue.message}` }
  if (!isDocumentId(record.id)) return { ok: false, reason: 'its id is longer than 1,500 bytes, or has a / in it' }
  if (depthOf(record) >= deepestValue) return { ok: false, reason: `it is nested over ${deepestValue} levels deep` }
  const base = sizeOf(record) + 200
  const row = rowOf(stream, record, version, '')
  const fault = cellFault(stream, row) ?? childFault(stream, record)
  if (fault !== null) return { ok: false, reason: fault }
  if (sizeOf(row) > rowLimitBytes) {
    return { ok: false, reason: `the texts of its list row are over ${rowLimitBytes} bytes` }
  }
  if (base > documentBytes) return { ok: false, reason: `the record alone is over ${documentBytes} bytes` }
  const kept = fittingPayload(payload, documentBytes - base)
  const data = { ...record, ...kept.fields }
  const hash = contentHash(record, payload, kept.fields)
  return {
    ok: true,
    document: {
      row: { ...row, hash },
      record,
      data: { ...data, sync: { version, hash, pipeline } },
      bytes: base + kept.bytes,
    },
  }
}

/** Says which part of a record cannot be kept, and why; null where all can. */
function childFault({ children = [] }: Stream, record: CachedRecord): string | null {
  for (const { stream, of } of children) {
    const ids = new Set<string>()
    for (const part of of(record)) {
      if (ids.has(part.id)) return `two parts of it in ${stream.name} have the same id`
      ids.add(part.id)
      const row = rowOf(stream, part, '', '')
      const fault = stream.schema.safeParse(part).success ? cellFault(stream, row) : 'it is none of them'
      if (fault !== null) return `a part of it in ${stream.name}: ${fault}`
      if (sizeOf(row) > rowLimitBytes)
        return `the texts of a part of it in ${stream.name} are over ${rowLimitBytes} bytes`
      if (parentIdOf(part.id) !== record.id) return `a part of it in ${stream.name} has another record's id`
    }
  }
  return null
}

function fittingPayload(
  payload: Readonly<Record<string, unknown>>,
  room: number,
): { fields: Record<string, unknown>; bytes: number } {
  const bytes = sizeOf(payload)
  if (bytes <= room && depthOf(payload) < deepestValue) return { fields: { payload }, bytes }
  const payloadCompressed = pack(toJson(payload))
  return payloadCompressed.byteLength <= room
    ? { fields: { payloadCompressed }, bytes: payloadCompressed.byteLength }
    : { fields: { payloadOmitted: true, payloadDigest: hashOf(payload) }, bytes: 60 }
}

/** Over the payload as the source gave it, however it is kept; over its digest where that is all that is left of it. */
function contentHash(record: unknown, payload: unknown, kept: Readonly<Record<string, unknown>>): string {
  const { payloadDigest } = kept
  const content = payloadDigest === undefined ? { payload } : { payloadDigest }
  return hashOf({ record, ...content, kept: Object.keys(kept) })
}

/**
 * Tells whether a cached record's document is as it was written. One that left its payload out before there were digests cannot be
 * told, and counts as intact.
 */
export function isIntact(snapshot: DocumentSnapshot): boolean {
  const { sync, kept, record } = partsOf(snapshot)
  const names = Object.entries(kept).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  const stored = syncSchema.safeParse(sync)
  // A copy under another id is as it was written, and somebody else's all the same.
  if (!stored.success || record.id !== snapshot.id) return false
  if (kept.payloadOmitted === true && kept.payloadDigest === undefined) return true
  try {
    const original = payloadOf(snapshot, (path) => snapshot.ref.firestore.doc(path))
    return stored.data.hash === contentHash(record, original, Object.fromEntries(names))
  } catch (error) {
    if (error instanceof EncodingError) return false
    throw error
  }
}

/** A document's own fields apart from the record's. */
function partsOf(snapshot: DocumentSnapshot) {
  const { sync, payload, payloadCompressed, payloadOmitted, payloadDigest, ...record } = snapshot.data() ?? {}
  return { sync: sync as unknown, kept: { payload, payloadCompressed, payloadOmitted, payloadDigest }, record }
}

/** The source's own record in a cached record's document; undefined where it was left out. Throws an EncodingError. */
export function payloadOf(snapshot: DocumentSnapshot, reference: (path: string) => unknown): unknown {
  const packed: unknown = snapshot.get('payloadCompressed')
  if (!(packed instanceof Uint8Array)) return snapshot.get('payload')
  return fromJson(unpack(packed, `The payload of a document of ${collectionOf(snapshot)}`, changedOutside), reference)
}

/** The advice for documents that are not as they were written. */
export const changedOutside =
  'Start a full resync that reads every document: POST resyncOrders?verify=true (docs/operations.md, "Damaged state").'

/** Tells whether a document says that another pipeline brought it. */
export function isOfAnother(snapshot: DocumentSnapshot, pipeline: string): boolean {
  const owner: unknown = snapshot.get('sync.pipeline')
  return typeof owner === 'string' && owner !== pipeline
}

/** The list row of a cached record's document. Throws an EncodingError where the document is not one of ours. */
export function rowOfDocument(stream: Stream, snapshot: DocumentSnapshot): Row {
  const { record, sync } = parseDocument(stream, snapshot)
  return rowOf(stream, record, sync.version, sync.hash)
}

/** The list row of a cached record's document; null where the document is not as it was written. */
export function intactRowOf(stream: Stream, snapshot: DocumentSnapshot): Row | null {
  try {
    return isIntact(snapshot) ? rowOfDocument(stream, snapshot) : null
  } catch (error) {
    if (error instanceof EncodingError) return null
    throw error
  }
}

/** The canonical record in a cached record's document. Throws an EncodingError where the document is not one of ours. */
export function parseDocument<R extends CachedRecord>(
  stream: Stream<R>,
  snapshot: DocumentSnapshot,
): { record: R; sync: z.infer<typeof syncSchema> } {
  const parts = partsOf(snapshot)
  const [record, sync] = [stream.schema.safeParse(parts.record), syncSchema.safeParse(parts.sync)]
  if (record.success && sync.success) return { record: record.data, sync: sync.data }
  const paths = [
    ...(record.error?.issues.map(({ path }) => path) ?? []),
    ...(sync.error?.issues.map(({ path }) => ['sync', ...path]) ?? []),
  ]
  const fields = paths.map((path) => path.join('.')).join(', ')
  throw new EncodingError(
    `A document of ${collectionOf(snapshot)} is not a cached record (${fields}). ${changedOutside}`,
  )
}

function collectionOf({ ref }: DocumentSnapshot): string {
  return ref.path.slice(0, ref.path.indexOf('/'))
}
