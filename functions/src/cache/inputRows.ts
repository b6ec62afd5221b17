import type { Firestore, Transaction } from '../lib/firestore/firestore.ts'
import { isInstant, type Instant } from '../lib/instant.ts'
import type { Meter } from '../lib/meter.ts'
import type { Input } from '../model/pipeline.ts'
import type { Row } from '../model/row.ts'
import { noInputs, type Inputs } from '../model/source.ts'
import { overlay } from './changes.ts'
import { decodeHead } from './head.ts'
import { headRef, segmentRef } from './paths.ts'
import { decodeSegment } from './segments.ts'

/**
 * The live rows of other pipelines by the records that they concern, all of one moment: a read for each head and each segment.
 * A pipeline that was never copied has none. Throws an EncodingError where one is damaged.
 */
export async function readInputs(db: Firestore, inputs: readonly Input[], meter: Meter): Promise<Inputs> {
  if (inputs.length === 0) return noInputs
  const byId = new Map<string, Record<string, Row[]>>()
  await db.runTransaction(
    async (transaction) => {
      byId.clear()
      for (const { pipeline, stream, idsOf } of inputs) {
        for (const row of await rowsIn(db, transaction, pipeline, stream, meter)) {
          for (const id of idsOf(row)) {
            const rows = byId.get(id) ?? {}
            byId.set(id, rows)
            // Thousands may concern one record.
            ;(rows[pipeline] ??= []).push(row)
          }
        }
      }
    },
    { readOnly: true },
  )
  return { ids: () => [...byId.keys()], of: (sourceId) => byId.get(sourceId) ?? {} }
}

async function rowsIn(
  db: Firestore,
  transaction: Transaction,
  pipeline: string,
  stream: Input['stream'],
  meter: Meter,
): Promise<Row[]> {
  const snapshot = await transaction.get(headRef(db, pipeline))
  meter.reads += 1
  if (snapshot.get('data') === undefined) return []
  const { segments, pending } = decodeHead(stream, snapshot)
  const refs = segments.map(({ n }) => segmentRef(db, pipeline, n))
  const documents = refs.length === 0 ? [] : await transaction.getAll(...refs)
  meter.reads += refs.length
  const rows = segments.flatMap((segment, i) => {
    const document = documents[i]
    if (document === undefined) throw new Error('Firestore answered fewer documents than it was asked for.')
    return decodeSegment(stream, document, segment)
  })
  return overlay(rows, pending)
}

/** The earliest of the bounds through which pipelines are complete, a read each; null where one was never copied. */
export async function boundOfInputs(db: Firestore, inputs: readonly Input[], meter: Meter): Promise<Instant | null> {
  if (inputs.length === 0) return null
  const heads = await db.getAll(...inputs.map(({ pipeline }) => headRef(db, pipeline)), { fieldMask: ['bound'] })
  meter.reads += heads.length
  const bounds = heads.map((head): unknown => head.get('bound'))
  const known = bounds.filter((bound) => typeof bound === 'string').filter(isInstant)
  const [first] = known.toSorted()
  return known.length === bounds.length ? (first ?? null) : null
}
