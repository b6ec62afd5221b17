import type { Firestore, QueryDocumentSnapshot } from '../lib/firestore/firestore.ts'
import type { Meter } from '../lib/meter.ts'
import { isLive, type Row } from '../model/row.ts'
import { childPipelineOf, type Stream } from '../model/stream.ts'
import { childRowsOf } from './childRows.ts'
import { intactRowOf, isOfAnother, parseDocument } from './documents.ts'
import { cacheOf, withPrefix } from './paths.ts'

/** The live rows of a pipeline, or of one of its child streams. */
export interface LiveRows {
  readonly pipeline: string
  readonly stream: Stream
  readonly live: Row[]
}

/** Called with the number of documents that were read so far. */
export type OnProgress = (documents: number) => void

/**
 * Reads all documents of a pipeline, and returns their rows, those of their parts, and the ids of documents that are not as they were
 * written.
 */
export async function rowsOfDocuments(
  db: Firestore,
  stream: Stream,
  pipeline: string,
  meter: Meter,
  onProgress: OnProgress,
): Promise<{ own: LiveRows; parts: readonly LiveRows[]; damaged: string[] }> {
  const source = pipeline.slice(0, pipeline.indexOf('.'))
  const own: LiveRows = { pipeline, stream, live: [] }
  const children = (stream.children ?? []).map((one) => ({
    one,
    rows: { pipeline: childPipelineOf(pipeline, one.stream.name), stream: one.stream, live: [] as Row[] },
  }))
  const damaged: string[] = []
  let read = 0
  for await (const item of withPrefix(db, cacheOf(pipeline).documents, `${source}:`).stream()) {
    const document = item as unknown as QueryDocumentSnapshot // The client's stream is typed as bytes.
    if (++read % 10_000 === 0) onProgress(read)
    if (isOfAnother(document, pipeline)) continue
    const row = intactRowOf(stream, document)
    if (row === null) {
      damaged.push(document.id)
      continue
    }
    own.live.push(row)
    if (children.length === 0) continue
    const { record } = parseDocument(stream, document)
    for (const { one, rows } of children) rows.live.push(...childRowsOf(one, record, row.version))
  }
  meter.reads += Math.max(1, read)
  onProgress(read)
  return { own, parts: children.map(({ rows }) => rows), damaged }
}

/** The live rows of `shown` that no document gave. */
export function rowsWithout(live: readonly Row[], shown: ReadonlyMap<string, Row>): Row[] {
  const given = new Set(live.map(({ id }) => id))
  return [...shown.values()].filter((row) => isLive(row) && !given.has(row.id)).map((row) => ({ ...row, hash: '' }))
}
