import type { Firestore, Query } from '../../functions/node_modules/firebase-admin/lib/firestore/index.js'
import type { SampleOrder, SampleOrderData } from '../samples/orders.ts'

/** What a direct query found, and what Firestore bills for it. */
export interface Direct<T> {
  readonly value: T
  readonly reads: number
}

/** The index entries that `count()` takes for one read. */
const entriesPerRead = 1_000

/**
 * Reads the shop's own collection without Tidemark, by really running each query. The emulator does not bill, so the
 * figure is taken from the answer by Firestore's rules: a read for each document returned, at least one a query; for
 * `count()` one for every 1,000 index entries that match. https://firebase.google.com/docs/firestore/pricing
 */
export interface DirectReads {
  readonly orders: Query
  /** The documents of a query. */
  documents(query: Query): Promise<Direct<readonly SampleOrder[]>>
  count(query: Query): Promise<Direct<number>>
  /** Every order: what it takes to search a text, or to copy without a watermark. */
  everything(): Promise<Direct<readonly SampleOrder[]>>
  /** How many orders there are of each of the values: one `count()` for each. */
  countEach(field: string, values: readonly string[]): Promise<Direct<Readonly<Record<string, number>>>>
}

export function directReads(db: Firestore): DirectReads {
  const orders = db.collection('orders')
  return {
    orders,
    documents: documentsOf,
    count: countOf,
    everything: () => documentsOf(orders),
    countEach: async (field, values) => {
      const counts = await Promise.all(values.map((value) => countOf(orders.where(field, '==', value))))
      const found = values.map((value, i) => [value, counts[i]?.value ?? 0] as const).filter(([, number]) => number > 0)
      return { value: Object.fromEntries(found), reads: counts.reduce((sum, { reads }) => sum + reads, 0) }
    },
  }
}

async function documentsOf(query: Query): Promise<Direct<readonly SampleOrder[]>> {
  const { docs, size } = await query.get()
  const found = docs.map((doc) => ({ id: doc.id, data: doc.data() as SampleOrderData })) // Written by the demo.
  return { value: found, reads: Math.max(1, size) }
}

async function countOf(query: Query): Promise<Direct<number>> {
  const { count: value } = (await query.count().get()).data()
  return { value, reads: Math.max(1, Math.ceil(value / entriesPerRead)) }
}
