import { FieldPath, type Query } from '../../lib/firestore/firestore.ts'
import type { EnumerationPage, SourceUsage } from '../../model/source.ts'
import { decodeCursor, encodeCursor, placeAfter, valueOfPlace, type Place, type Position } from './cursor.ts'
import { momentOfTimestamp, queryUsage } from '../../lib/firestore/usage.ts'
import { noUsage, recordsOf, sumOf } from './documents.ts'
import type { DocumentCollection } from './layout.ts'
import { reading } from '../../lib/firestore/reading.ts'
import { readInStretches } from './stretches.ts'
import { countUndated, readUndated, type UndatedCount } from './undated.ts'

/**
 * Every document: first by (creation time, id) those that have the creation field, whatever is in it, then, if there are more,
 * all by id, of which those without it are given. Where there is no such field, all by id. Pages may be empty; each cursor resumes
 * right after its page.
 */
export async function* enumerateDocuments(
  collection: DocumentCollection,
  cursor: string | null,
  pageSize: number,
): AsyncGenerator<EnumerationPage> {
  const start = decodeCursor(collection.layout, cursor)
  if (start.phase === 'done') return
  if (start.phase === 'dated' && collection.createdAt !== null) {
    const dated = readDated(collection, collection.createdAt, start.after, pageSize)
    const { undated, readTime, usage } = yield* dated
    const next: Position = undated > 0 ? { phase: 'undated', after: null } : { phase: 'done' }
    yield { records: [], readTime, usage, cursor: encodeCursor(collection.layout, next), isPausePoint: true }
    if (next.phase === 'done') return
  }
  yield* readUndated(collection, start.phase === 'undated' ? start.after : null, pageSize)
}

/**
 * Reads the documents that have the creation field. Returns how many were not given, and what the end of the phase cost, which is on no
 * page.
 */
async function* readDated(
  collection: DocumentCollection,
  field: FieldPath,
  after: Place | null,
  pageSize: number,
): AsyncGenerator<EnumerationPage, UndatedCount> {
  const ordered = collection.documents.orderBy(field).orderBy(FieldPath.documentId())
  const resumed = await queryAfter(collection, ordered, after)
  let spent = resumed.usage
  let counting: Promise<UndatedCount> | null = null
  for await (const chunk of readInStretches(collection.layout.collection, resumed.query, pageSize)) {
    const { documents, readTime, usage, isFull, endsStretch } = chunk
    spent = sumOf(spent, usage)
    const last = documents.at(-1)
    if (last === undefined) break
    // There was more after all: what was counted shows too early a moment, so nothing fails with it, but it is billed.
    if (counting !== null)
      spent = sumOf(
        spent,
        await counting.then(
          (early) => early.usage,
          () => noUsage,
        ),
      )
    counting = null
    const version = momentOfTimestamp(last.updateTime)
    const place = placeAfter({ id: collection.placeOf(last.ref), value: last.get(field), version })
    const cursor = encodeCursor(collection.layout, { phase: 'dated', after: place })
    yield { records: recordsOf(collection, documents), readTime, usage: spent, cursor, isPausePoint: endsStretch }
    spent = noUsage
    if (isFull) continue
    // A short chunk is probably the last. The stretches ask for the end next: on a large collection counting takes as long.
    counting = countUndated(collection, field)
    // It is awaited later; until then a rejection must not count as unhandled.
    counting.catch(() => {})
  }
  const counted = await (counting ?? countUndated(collection, field))
  return { ...counted, usage: sumOf(spent, counted.usage) }
}

/**
 * The query `ordered`, from right after a place. Where the place names a version, the document itself says where it stands; should the
 * document have changed or gone since, its place is unknown, and the phase begins anew: a record read twice costs a read, one left out is
 * lost.
 */
async function queryAfter(
  collection: DocumentCollection,
  ordered: Query,
  after: Place | null,
): Promise<{ query: Query; usage: SourceUsage }> {
  if (after === null) return { query: ordered, usage: noUsage }
  const document = collection.documentAt(after.id)
  if ('value' in after) return { query: ordered.startAfter(valueOfPlace(after.value), document), usage: noUsage }
  const snapshot = await reading(collection.layout.collection, () => document.get())
  const isSame = snapshot.updateTime !== undefined && momentOfTimestamp(snapshot.updateTime) === after.version
  return { query: isSame ? ordered.startAfter(snapshot) : ordered, usage: queryUsage(1) }
}
