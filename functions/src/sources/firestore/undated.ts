import { FieldPath } from '../../lib/firestore.ts'
import type { Instant } from '../../lib/instant.ts'
import type { EnumerationPage, SourceUsage } from '../../model/source.ts'
import { encodeCursor } from './cursor.ts'
import { countUsage, momentOfTimestamp, noUsage, recordOf, sumOf, type OrderCollection } from './documents.ts'
import { reading } from './failures.ts'
import { readInStretches } from './stretches.ts'

/** How many documents lack the creation field, which no query can ask for: both counts show one moment. */
export async function countUndated(
  orders: OrderCollection,
): Promise<{ undated: number; readTime: Instant; usage: SourceUsage }> {
  const { db, ref, config } = orders
  const dated = ref.orderBy(config.createdAtField)
  const [all, withField] = await reading(config.collection, () =>
    db.runTransaction(
      (transaction) => Promise.all([transaction.get(ref.count()), transaction.get(dated.count())]),
      { readOnly: true },
    ),
  )
  const [total, datedTotal] = [all.data().count, withField.data().count]
  return {
    undated: total - datedTotal,
    readTime: momentOfTimestamp(all.readTime),
    usage: sumOf(countUsage(total), countUsage(datedTotal)),
  }
}

/** A page, however empty, for each so many documents read: it keeps the checkpoint near. */
const documentsPerPage = 5_000

/** Reads all documents by id, which are billed all, and gives those that lack the creation field. */
export async function* readUndated(
  orders: OrderCollection,
  after: string | null,
  pageSize: number,
): AsyncGenerator<EnumerationPage> {
  const byId = orders.ref.orderBy(FieldPath.documentId())
  const query = after === null ? byId : byId.startAfter(after)
  let held: (EnumerationPage & { scanned: number }) | null = null
  for await (const { documents, readTime, usage } of readInStretches(orders, query, pageSize)) {
    const lacking = documents.filter((document) => document.get(orders.config.createdAtField) === undefined)
    if (held !== null && held.records.length + lacking.length > pageSize) {
      yield pageOf(held)
      held = null
    }
    const last = documents.at(-1)
    held = {
      records: [...(held?.records ?? []), ...lacking.map((document) => recordOf(orders, document))],
      readTime,
      usage: sumOf(held?.usage ?? noUsage, usage),
      cursor: encodeCursor(orders.config, last ? { phase: 'undated', after: last.id } : { phase: 'done' }),
      scanned: (held?.scanned ?? 0) + documents.length,
    }
    if (last !== undefined && held.scanned < documentsPerPage) continue
    yield pageOf(held)
    held = null
  }
}

function pageOf({ scanned: _, ...page }: EnumerationPage & { scanned: number }): EnumerationPage {
  return page
}
