import { z } from 'zod'

import { isSortField, type Facets, type Filter, type SortField } from '../../functions/src/contract/api.ts'
import { boundOf } from '../../functions/src/engine/plan/filter.ts'
import type {
  CollectionReference,
  Firestore,
  Query,
  QueryDocumentSnapshot,
} from '../../functions/src/lib/firestore/firestore.ts'
import { countedClient } from '../../tools/local/countedClient.ts'
import { currencyCodes, majorUnits } from '../../tools/samples/currencies.ts'
import { sampleStatuses } from '../../tools/samples/lifecycle.ts'
import { pageSize, type Contestant, type Question } from '../contestant.ts'

const fields = {
  createdAt: 'timestamp',
  updatedAt: 'updatedAt',
  total: 'totalAmount',
  customer: 'customer.name',
  status: 'status',
  orderNumber: 'orderId',
} as const satisfies Record<SortField, string>

/**
 * The rival without a cache: queries the shop's own collection. A page is a query with a cursor; the total beside it is a
 * `count()` whenever the filter changes; a search finds the beginning of an order number, for Firestore has no other. In
 * real life each combination of filter and sort needs a composite index; the emulator answers without.
 */
export function openDirect(client: Firestore): Contestant {
  const { db, counts } = countedClient(client)
  const orders = db.collection('orders')
  return {
    counts,
    page: async (question, after, isNewFilter) => {
      const { filtered, sorted } = queriesOf(orders, question)
      const [{ docs }] = await Promise.all([
        (after === null ? sorted : sorted.startAfter(after)).limit(pageSize).get(),
        isNewFilter ? filtered.count().get() : null,
      ])
      return { ids: docs.map(({ id }) => id), next: docs.length === pageSize ? lastOf(docs) : null }
    },
    facets: () => countEachStatus(orders),
    statsByDay: null,
    // It keeps nothing between two requests.
    recycle: async () => {},
    close: () => client.terminate(),
  }
}

function lastOf(docs: readonly QueryDocumentSnapshot[]): unknown {
  return docs.at(-1) ?? null
}

/** The filtered orders, and the same ones sorted. */
function queriesOf(
  orders: CollectionReference,
  { request, orderNumber }: Question,
): { filtered: Query; sorted: Query } {
  const { filter = {}, sort = { field: 'createdAt', direction: 'desc' } } = request
  if (orderNumber !== undefined) {
    // The largest code unit that text may hold: every longer number lies below it.
    const filtered = orders.orderBy('orderId').startAt(orderNumber).endAt(`${orderNumber}\u{f8ff}`)
    return { filtered, sorted: filtered }
  }
  const filtered = filteredBy(orders, filter)
  if (!isSortField(sort.field)) throw new Error('The rival has no columns of its own.')
  return { filtered, sorted: filtered.orderBy(fields[sort.field], sort.direction) }
}

/** The filters that the benchmark asks for; throws where the rival would have to do without. */
function filteredBy(orders: Query, { status, currency, createdFrom, createdTo, totalMin, ...others }: Filter): Query {
  if (Object.values(others).some((value) => value !== undefined)) throw new Error('A filter that this rival lacks.')
  let query = orders
  if (status !== undefined)
    query = query.where(
      'status',
      'in',
      status.map((one) => one.toUpperCase()),
    )
  if (currency !== undefined) query = query.where('currency', 'in', currency)
  if (createdFrom !== undefined) query = query.where('timestamp', '>=', boundOf(createdFrom))
  if (createdTo !== undefined) query = query.where('timestamp', '<', boundOf(createdTo))
  if (totalMin !== undefined) {
    const [code, ...more] = z
      .enum(currencyCodes)
      .array()
      .parse(currency ?? [])
    if (code === undefined || more.length > 0) throw new Error('Major units need one currency.')
    query = query.where('totalAmount', '>=', majorUnits(code, totalMin))
  }
  return query
}

/** A `count()` for each. */
async function countEachStatus(orders: Query): Promise<Facets['status']> {
  const counts = await Promise.all(
    sampleStatuses.map(async (status) => {
      const { count } = (await orders.where('status', '==', status).count().get()).data()
      return [status.toLowerCase(), count] as const
    }),
  )
  return Object.fromEntries(counts)
}
