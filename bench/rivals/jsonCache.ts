import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

import type { Firestore, QueryDocumentSnapshot } from '../../functions/src/lib/firestore/firestore.ts'
import { countedClient } from '../../tools/local/countedClient.ts'
import { pageSize, type Contestant } from '../contestant.ts'
import { compareBy, countByStatus, matches, revenueByDay, type CachedOrder } from './jsonOrders.ts'

/** What the file holds. */
interface Contents {
  /** The largest `timestamp` fetched. */
  last: number
  readonly orders: CachedOrder[]
}

/**
 * The rival that many shops write first: one JSON file with every order. Each view fetches the orders with
 * `timestamp > last`, adds them and writes the file anew; what is shown is filtered and sorted from it. It never learns of an
 * update or a deletion, and misses an order that becomes visible after a later one. Kinder than the usual one: the parsed
 * file stays in memory while the instance lives, and a view that fetched nothing writes nothing.
 *
 * `diesWithInstance`: the file lies on a serverless instance's own disk; else on one that outlives it.
 */
export function openJsonCache(client: Firestore, file: string, diesWithInstance: boolean): Contestant {
  const { db, counts } = countedClient(client)
  let memory: Contents | null = null
  const refreshed = async (): Promise<readonly CachedOrder[]> => {
    const contents = (memory ??= read(file))
    if ((await fetchNew(db, contents)) > 0) writeFileSync(file, JSON.stringify(contents))
    return contents.orders
  }
  return {
    counts,
    page: async ({ request: { filter = {}, sort = { field: 'createdAt', direction: 'desc' } } }, after) => {
      const from = typeof after === 'number' ? after : 0
      const found = (await refreshed()).filter((order) => matches(order, filter)).sort(compareBy(sort))
      const next = from + pageSize
      return { ids: found.slice(from, next).map(({ id }) => id), next: next < found.length ? next : null }
    },
    facets: async () => countByStatus(await refreshed()),
    statsByDay: async () => revenueByDay(await refreshed()),
    recycle: async () => {
      memory = null
      if (diesWithInstance) rmSync(file, { force: true })
    },
    close: async () => {
      rmSync(file, { force: true })
      await client.terminate()
    },
  }
}

function read(file: string): Contents {
  if (!existsSync(file)) return { last: 0, orders: [] }
  return JSON.parse(readFileSync(file, 'utf8')) as Contents // Written by this file alone.
}

/** Fetches what is newer than the file, as a stream: all orders as snapshots at once would not fit an instance. */
async function fetchNew(db: Firestore, contents: Contents): Promise<number> {
  const query = db.collection('orders').where('timestamp', '>', contents.last).orderBy('timestamp')
  let fetched = 0
  for await (const document of query.stream()) {
    // The client's stream is typed as bytes; it gives document snapshots.
    const snapshot = document as unknown as QueryDocumentSnapshot
    const order = { id: snapshot.id, ...(snapshot.data() as Omit<CachedOrder, 'id'>) } // The benchmark's own samples.
    contents.orders.push(order)
    contents.last = order.timestamp
    fetched += 1
  }
  return fetched
}
