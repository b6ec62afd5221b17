import type { Facets, ListOrdersRequest, ListOrdersResponse } from '../../contract/api.ts'
import type { Clock } from '../../lib/clock.ts'
import { pageOf } from '../page.ts'
import type { Viewer } from '../store/view.ts'
import { compileOrderFilter, defaultSort, orderOfSort } from './orderQuery.ts'
import { orderRowAt } from './orderRow.ts'

/** A page of orders: `pageOf` as the orders' own request and answer. */
export async function listOrders(
  reader: Viewer,
  { filter = {}, sort = defaultSort, ...page }: ListOrdersRequest,
  clock: Pick<Clock, 'now'>,
): Promise<ListOrdersResponse> {
  const query = { ...page, filter: compileOrderFilter(filter), sort: orderOfSort(sort) }
  const { records, facets, ...rest } = await pageOf(reader, query, orderRowAt, clock)
  return { orders: records, ...(facets !== null && { facets: facetsOf(facets) }), ...rest }
}

function facetsOf({
  status = {},
  source = {},
  currency = {},
}: Readonly<Record<string, Record<string, number>>>): Facets {
  return { status, source, currency }
}
