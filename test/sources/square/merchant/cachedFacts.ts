import { expect } from 'vitest'

import { rowOfDocument } from '../../../../functions/src/cache/documents.ts'
import { readInputs } from '../../../../functions/src/cache/inputRows.ts'
import { cacheOf } from '../../../../functions/src/cache/paths.ts'
import type { Firestore } from '../../../../functions/src/lib/firestore/firestore.ts'
import { Meter } from '../../../../functions/src/lib/meter.ts'
import type { Pipeline } from '../../../../functions/src/model/pipeline.ts'
import type { Row } from '../../../../functions/src/model/row.ts'
import { childPipelineOf, sourceIdOf, type Stream } from '../../../../functions/src/model/stream.ts'
import type { Facts } from '../../../../tools/fakes/square/expected/facts.ts'

/**
 * What is cached, by the names of the streams: the documents of records, which have to agree with their rows (invariant 8), and the
 * rows of parts.
 */
export async function cachedFacts(
  db: Firestore,
  pipelines: readonly Pipeline[],
): Promise<Readonly<Record<string, Facts>>> {
  const facts: Record<string, Facts> = {}
  for (const { id, stream } of pipelines) {
    const rows = await rowsOf(db, id, stream)
    const { docs } = await db.collection(cacheOf(id).documents).get()
    const ofDocuments = new Map(docs.map((document) => [sourceIdOf(document.id), rowOfDocument(stream, document)]))
    expect(ofDocuments, `the documents of ${id} give its rows`).toEqual(rows)
    facts[stream.name] = new Map(docs.map((document) => [sourceIdOf(document.id), document.data()]))
    for (const child of stream.children ?? []) {
      facts[child.stream.name] = await rowsOf(db, childPipelineOf(id, child.stream.name), child.stream)
    }
  }
  return facts
}

async function rowsOf(db: Firestore, pipeline: string, stream: Stream): Promise<Map<string, Row>> {
  const rows = await readInputs(db, [{ pipeline, stream, idsOf: ({ id }) => [sourceIdOf(id)] }], new Meter())
  return new Map(rows.ids().flatMap((id) => (rows.of(id)[pipeline] ?? []).map((row) => [id, row] as const)))
}

/** Fails unless the same records are cached as expected, with the members that are expected of them. */
export function expectFacts(cached: Readonly<Record<string, Facts>>, expected: Readonly<Record<string, Facts>>): void {
  for (const [stream, facts] of Object.entries(expected)) {
    const picked = [...(cached[stream] ?? [])].map(([id, members]) => [id, pickedFrom(members, facts.get(id) ?? {})])
    expect({ stream, records: Object.fromEntries(picked) }).toEqual({ stream, records: Object.fromEntries(facts) })
  }
}

function pickedFrom(members: object, names: object): object {
  return Object.fromEntries(Object.entries(members).filter(([name]) => name in names))
}
