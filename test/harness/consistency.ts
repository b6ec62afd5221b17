import { expect } from 'vitest'

import { overlay } from '../../functions/src/cache/changes.ts'
import { rowOfDocument } from '../../functions/src/cache/documents.ts'
import { zoneMapOf } from '../../functions/src/cache/facetCounts.ts'
import { readHead } from '../../functions/src/cache/head.ts'
import { cacheOf, segmentRef } from '../../functions/src/cache/paths.ts'
import { decodeSegment } from '../../functions/src/cache/segments.ts'
import { readState } from '../../functions/src/cache/state.ts'
import type { SegmentInfo } from '../../functions/src/engine/encoding/head.ts'
import type { Firestore, Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import { compareKeys, type Row } from '../../functions/src/model/row.ts'
import { noUnmapped, type PipelineState } from '../../functions/src/model/state.ts'
import { sourceIdOf } from '../../functions/src/model/stream.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { expectUnmapped, expectZoneMap } from '../cache/agreement.ts'
import { expectNeedles } from '../cache/needles.ts'
import { pipeline } from './shop.ts'

const sorted = (rows: readonly Row[]): Row[] => rows.toSorted(compareKeys)

/** A row, and what the source calls its record. */
export type AgreedRow = Row & { readonly sourceId: string }

/** The cache's live rows, after everything that must agree was found to agree (invariant 8). */
export async function agreedRows(db: Firestore): Promise<AgreedRow[]> {
  const { head } = await readHead(db, orderStream, pipeline, new Meter())
  const inSegments: Row[] = []
  const rowsOf = new Map<SegmentInfo, readonly Row[]>()
  let previous: Row | undefined
  for (const segment of head.segments) {
    const snapshot = await segmentRef(db, pipeline, segment.n).get()
    const rows = decodeSegment(orderStream, snapshot, segment)
    for (const row of rows) {
      if (previous !== undefined) expect(compareKeys(previous, row), 'segments ascend without repeats').toBeLessThan(0)
      previous = row
    }
    expect(segment.rows, 'the manifest counts a segment').toBe(rows.length)
    expectZoneMap(head, segment, rows)
    inSegments.push(...rows)
    rowsOf.set(segment, rows)
  }
  const stored = await db.collection(cacheOf(pipeline).segments).get()
  const fieldsOf = new Map(stored.docs.map((document) => [document.id, document.data()]))
  const indexes = expectNeedles(
    orderStream,
    head,
    (segment) => rowsOf.get(segment) ?? [],
    (n) => fieldsOf.get(`${pipeline}:${n}`),
  )
  expect(stored.size, 'no segment is left over').toBe(head.segments.length + indexes.size)
  const rows = sorted(overlay(inSegments, head.pending))
  const documents = await db.collection(cacheOf(pipeline).documents).get()
  expect(
    sorted(documents.docs.map((document) => rowOfDocument(orderStream, document))),
    'documents give the same rows',
  ).toEqual(rows)
  expect(head.live, 'the head counts the live rows').toBe(rows.length)
  expect(head.facets, 'the head counts the facets').toEqual(
    rows.length === 0 ? expect.anything() : zoneMapOf(head.columns, rows).facets,
  )
  expectUnmapped(head, rows)
  const floor = head.newestFloor
  const newest = floor === null ? rows : rows.filter((row) => compareKeys(row, floor) >= 0)
  expect(sorted(head.newest), 'the newest rows are the newest').toEqual(newest)
  const { state } = await readState(db, pipeline, new Meter())
  expect(state?.liveCount ?? 0, 'the watermark document counts the live rows').toBe(rows.length)
  expect(state?.unmapped ?? noUnmapped, 'the watermark document repeats the unknown statuses').toEqual(head.unmapped)
  return rows.map((row) => ({ ...row, sourceId: sourceIdOf(row.id) }))
}

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)

/** Fails unless the cache shows exactly what the shop's orders are. Returns the watermark document. */
export async function expectSameAsSource(db: Firestore, collection = 'orders'): Promise<PipelineState> {
  const rows = await agreedRows(db)
  const orders = await db.collection(collection).get()
  const expected = orders.docs.map((order) => ({
    id: `firestore:${order.id}`,
    orderNumber: order.get('orderId') as string,
    total: Math.round(Number(order.get('totalAmount')) * 100),
    sourceStatus: order.get('status') as string,
    customerName: (order.get('customerName') as string | undefined) ?? null,
    createdAt: Math.floor((order.get('timestamp') as Timestamp).toMillis()),
  }))
  const shown = rows.map(({ id, orderNumber, total, sourceStatus, customerName, createdAt }) => ({
    id,
    orderNumber,
    total,
    sourceStatus,
    customerName,
    createdAt,
  }))
  expect(shown.sort(byId)).toEqual(expected.sort(byId))
  const { state } = await readState(db, pipeline, new Meter())
  if (state === null) throw new Error('There is no watermark document.')
  return state
}
