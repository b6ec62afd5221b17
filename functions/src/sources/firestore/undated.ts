import { FieldPath } from '../../lib/firestore/firestore.ts'
import type { Instant } from '../../lib/instant.ts'
import type { EnumerationPage, SourceUsage } from '../../model/source.ts'
import { encodeCursor } from './cursor.ts'
import { countUsage, momentOfTimestamp } from '../../lib/firestore/usage.ts'
import { recordsOf, sumOf } from './documents.ts'
import type { DocumentCollection } from './layout.ts'
import { reading } from '../../lib/firestore/reading.ts'
import { readInStretches, type Chunk } from './stretches.ts'

export interface UndatedCount {
  readonly undated: number
  readonly readTime: Instant
  readonly usage: SourceUsage
}

/** Counts the documents that lack the creation field, which no query can ask for: both counts show one moment. */
export async function countUndated(
  { db, documents, layout }: DocumentCollection,
  createdAt: FieldPath,
): Promise<UndatedCount> {
  const dated = documents.orderBy(createdAt)
  const [all, withField] = await reading(layout.collection, () =>
    db.runTransaction(
      (transaction) => Promise.all([transaction.get(documents.count()), transaction.get(dated.count())]),
      {
        readOnly: true,
      },
    ),
  )
  const [total, datedTotal] = [all.data().count, withField.data().count]
  return {
    undated: total - datedTotal,
    readTime: momentOfTimestamp(all.readTime),
    usage: sumOf(countUsage(total), countUsage(datedTotal)),
  }
}

/** The number of documents read for each page, however empty: pages keep the checkpoint near. */
const documentsPerPage = 5_000

/** Reads all documents by id, which are billed all, and gives those that lack the creation field: all where there is no such field. */
export async function* readUndated(
  collection: DocumentCollection,
  after: string | null,
  pageSize: number,
): AsyncGenerator<EnumerationPage> {
  const byId = collection.documents.orderBy(FieldPath.documentId())
  const query = after === null ? byId : byId.startAfter(collection.documentAt(after))
  let held: EnumerationPage[] = []
  let scanned = 0
  for await (const chunk of readInStretches(collection.layout.collection, query, pageSize)) {
    const page = undatedPage(collection, chunk)
    if (recordsIn(held) + page.records.length > pageSize) {
      yield joined(held)
      ;[held, scanned] = [[], 0]
    }
    held.push(page)
    scanned += chunk.documents.length
    const isLast = chunk.documents.length === 0
    const isLarge = chunk.isFull && chunk.documents.length < pageSize
    if (!isLast && !isLarge && scanned < documentsPerPage) continue
    yield joined(held)
    ;[held, scanned] = [[], 0]
  }
}

function undatedPage(collection: DocumentCollection, chunk: Chunk): EnumerationPage {
  const { documents, readTime, usage, endsStretch } = chunk
  const { createdAt } = collection
  const lacking = documents.filter((document) => createdAt === null || document.get(createdAt) === undefined)
  const last = documents.at(-1)
  const cursor = encodeCursor(
    collection.layout,
    last ? { phase: 'undated', after: collection.placeOf(last.ref) } : { phase: 'done' },
  )
  return { records: recordsOf(collection, lacking), readTime, usage, cursor, isPausePoint: endsStretch }
}

function recordsIn(pages: readonly EnumerationPage[]): number {
  return pages.reduce((sum, { records }) => sum + records.length, 0)
}

/** Successive pages, at least one, as one; it ends where the last one does. */
function joined(pages: readonly EnumerationPage[]): EnumerationPage {
  return pages.reduce((first, second) => ({
    ...second,
    records: [...first.records, ...second.records],
    usage: sumOf(first.usage, second.usage),
  }))
}
