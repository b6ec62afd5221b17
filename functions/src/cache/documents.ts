import { z } from 'zod'

import { EncodingError } from '../lib/errors.ts'
import type { DocumentSnapshot } from '../lib/firestore.ts'
import { depthOf, fromJson, hashOf, sizeOf, toJson } from '../lib/firestoreValues.ts'
import { pack, unpack } from '../lib/packing.ts'
import { orderSchema, type Order } from '../model/order.ts'
import { rowOf, type Row } from '../model/row.ts'
import { documentIdBytes } from './paths.ts'

/** No document is written above this; Firestore's own limit is 1 MiB. */
const documentBytes = 900_000
/** Firestore takes values nested 20 levels deep; a payload lies one level down. */
const deepestValue = 20
/** A row above this would crowd its segment and the head. */
const rowLimitBytes = 32_000

const syncSchema = z.object({ version: z.string(), hash: z.string() })
const storedSchema = orderSchema.extend({ sync: syncSchema })

/** An order's document as it is written: the canonical order, the source's own record, and which state of it this is. */
export interface OrderDocument {
  readonly row: Row
  readonly data: Record<string, unknown>
  readonly bytes: number
}

export type BuiltDocument =
  { readonly ok: true; readonly document: OrderDocument } | { readonly ok: false; readonly reason: string }

/**
 * Builds the document of an order. A payload that is too large or too deep is compressed (`payloadCompressed`, zstd over JSON), then
 * left out (`payloadOmitted`, with its digest); an order that is too large without it is refused. The hash is over all that is
 * written, so that a changed mapping shows, and so does a change of the document that somebody made outside.
 */
export function buildDocument(
  order: Order,
  payload: Readonly<Record<string, unknown>>,
  version: string,
): BuiltDocument {
  // What the cache could not read back must never be written: one such order would stop its whole pipeline.
  const [issue] = orderSchema.safeParse(order).error?.issues ?? []
  if (issue !== undefined) return { ok: false, reason: `${issue.path.join('.')}: ${issue.message}` }
  if (Buffer.byteLength(order.id) > documentIdBytes) {
    return { ok: false, reason: `its id is over ${documentIdBytes} bytes` }
  }
  if (depthOf(order) >= deepestValue) return { ok: false, reason: `it is nested over ${deepestValue} levels deep` }
  const base = sizeOf(order) + 200
  const row = rowOf(order, version, '')
  if (sizeOf(row) > rowLimitBytes) {
    return { ok: false, reason: `the texts of its list row are over ${rowLimitBytes} bytes` }
  }
  if (base > documentBytes) return { ok: false, reason: `the order alone is over ${documentBytes} bytes` }
  const kept = fittingPayload(payload, documentBytes - base)
  const data = { ...order, ...kept.fields }
  const hash = contentHash(order, payload, kept.fields)
  return {
    ok: true,
    document: {
      row: { ...row, hash },
      data: { ...data, sync: { version, hash } },
      bytes: base + kept.bytes,
    },
  }
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
function contentHash(order: unknown, payload: unknown, kept: Readonly<Record<string, unknown>>): string {
  const { payloadDigest } = kept
  const content = payloadDigest === undefined ? { payload } : { payloadDigest }
  return hashOf({ order, ...content, kept: Object.keys(kept) })
}

/**
 * Whether a cached order's document is as it was written. One that left its payload out before there were digests cannot be
 * told, and counts as intact.
 */
export function isIntact(snapshot: DocumentSnapshot): boolean {
  const { sync, payload, payloadCompressed, payloadOmitted, payloadDigest, ...order } = snapshot.data() ?? {}
  const kept = { payload, payloadCompressed, payloadOmitted, payloadDigest }
  const names = Object.entries(kept).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  const stored = syncSchema.safeParse(sync)
  // A copy under another id is as it was written, and somebody else's all the same.
  if (!stored.success || order.id !== snapshot.id) return false
  if (payloadOmitted === true && payloadDigest === undefined) return true
  try {
    const original = payloadOf(snapshot, (path) => snapshot.ref.firestore.doc(path))
    return stored.data.hash === contentHash(order, original, Object.fromEntries(names))
  } catch (error) {
    if (error instanceof EncodingError) return false
    throw error
  }
}

/** The source's own record in a cached order's document; undefined where it was left out. Throws an EncodingError. */
export function payloadOf(snapshot: DocumentSnapshot, reference: (path: string) => unknown): unknown {
  const packed: unknown = snapshot.get('payloadCompressed')
  if (!(packed instanceof Uint8Array)) return snapshot.get('payload')
  return fromJson(unpack(packed, 'The payload of a document of orders_cache', changedOutside), reference)
}

/** The advice for documents that are not as they were written. */
export const changedOutside =
  'Start a full resync that reads every document: POST resyncOrders?verify=true (docs/operations.md, "Damaged state").'

/** The list row of a cached order's document. Throws an EncodingError where the document is not one of ours. */
export function rowOfDocument(snapshot: DocumentSnapshot): Row {
  const { order, sync } = parseDocument(snapshot)
  return rowOf(order, sync.version, sync.hash)
}

/** The list row of a cached order's document; null where the document is not as it was written. */
export function intactRowOf(snapshot: DocumentSnapshot): Row | null {
  try {
    return isIntact(snapshot) ? rowOfDocument(snapshot) : null
  } catch (error) {
    if (error instanceof EncodingError) return null
    throw error
  }
}

/** The canonical order in a cached order's document. */
export function parseDocument(snapshot: DocumentSnapshot): { order: Order; sync: z.infer<typeof syncSchema> } {
  const parsed = storedSchema.safeParse(snapshot.data())
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ')
    throw new EncodingError(`A document of orders_cache is not a cached order (${fields}). ${changedOutside}`)
  }
  const { sync, ...order } = parsed.data
  return { order, sync }
}
