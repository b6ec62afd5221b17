import { isDeepStrictEqual } from 'node:util'

import { rowOfDocument } from '../../functions/src/cache/documents.ts'
import { readInputs } from '../../functions/src/cache/inputRows.ts'
import { cacheOf } from '../../functions/src/cache/paths.ts'
import type { Firestore, QueryDocumentSnapshot } from '../../functions/src/lib/firestore/firestore.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import type { Pipeline } from '../../functions/src/model/pipeline.ts'
import type { Row } from '../../functions/src/model/row.ts'
import { childPipelineOf, sourceIdOf, type Stream } from '../../functions/src/model/stream.ts'
import type { Facts } from '../../tools/fakes/square/expected/facts.ts'
import { merchantFacts } from '../../tools/fakes/square/expected/merchant.ts'
import { tables } from '../../tools/fakes/square/expected/tables.ts'
import type { FakeMerchant } from '../../tools/fakes/square/merchant.ts'
import { FactCheck, type ListCheck } from './factCheck.ts'

/**
 * Holds every list of a merchant's cache against the fake's state, by the names of the streams: the documents with every member,
 * which have to agree with their rows in the lists, and the rows of parts.
 */
export async function checkMerchant(
  db: Firestore,
  pipelines: readonly Pipeline[],
  merchant: FakeMerchant,
): Promise<Record<string, ListCheck>> {
  const expected = merchantFacts(merchant)
  const checks: Record<string, ListCheck> = {}
  for (const { id, stream } of pipelines) {
    checks[stream.name] = await checkDocuments(db, id, stream, checkOf(expected, stream.name))
    for (const child of stream.children ?? []) {
      const check = checkOf(expected, child.stream.name)
      const rows = await rowsOf(db, childPipelineOf(id, child.stream.name), child.stream)
      for (const row of rows) check.add(sourceIdOf(row.id), { ...row })
      checks[child.stream.name] = check.end(0)
    }
  }
  return checks
}

function checkOf(expected: Readonly<Record<string, Facts>>, stream: string): FactCheck {
  const column = tables.find(([, name]) => name === stream)?.[2] ?? null
  return new FactCheck(expected[stream] ?? new Map<string, never>(), column)
}

async function checkDocuments(db: Firestore, id: string, stream: Stream, check: FactCheck): Promise<ListCheck> {
  const listed = await rowsOf(db, id, stream)
  const rows = new Map(listed.map((row) => [sourceIdOf(row.id), row]))
  let unlisted = listed.length - rows.size
  for await (const snapshot of db.collection(cacheOf(id).documents).stream()) {
    const document = snapshot as unknown as QueryDocumentSnapshot // The client types its streams as of anything.
    const sourceId = sourceIdOf(document.id)
    check.add(sourceId, document.data())
    if (!isDeepStrictEqual(rows.get(sourceId), rowOfDocument(stream, document))) unlisted += 1
    rows.delete(sourceId)
  }
  return check.end(unlisted + rows.size)
}

/** The live rows of a list, as often as they are there. */
async function rowsOf(db: Firestore, pipeline: string, stream: Stream): Promise<Row[]> {
  const rows = await readInputs(db, [{ pipeline, stream, idsOf: ({ id }) => [sourceIdOf(id)] }], new Meter())
  return rows.ids().flatMap((id) => rows.of(id)[pipeline] ?? [])
}
