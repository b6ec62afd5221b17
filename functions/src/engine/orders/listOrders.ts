import type { Facets, ListOrdersRequest, ListOrdersResponse } from '../../contract/api.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Stream } from '../../model/stream.ts'
import { pageOf } from '../page.ts'
import type { FacetCounts } from '../encoding/head.ts'
import type { Viewer } from '../store/view.ts'
import { extrasOf } from './extra.ts'
import { compileOrderFilter, defaultSort, orderOfSort } from './orderQuery.ts'
import { orderRowOf } from './orderRow.ts'

/** A page of orders: `pageOf` as the orders' own request and answer. */
export async function listOrders(
  reader: Viewer,
  { filter = {}, sort = defaultSort, ...page }: ListOrdersRequest,
  clock: Pick<Clock, 'now'>,
): Promise<ListOrdersResponse> {
  const { stream } = reader
  const query = { ...page, filter: compileOrderFilter(stream, filter), sort: orderOfSort(stream, sort) }
  const { records, facets, ...rest } = await pageOf(reader, query, orderRowOf(stream), clock)
  return { orders: records, ...(facets !== null && { facets: facetsOf(stream, facets) }), ...rest }
}

function facetsOf(stream: Stream, facets: FacetCounts): Facets {
  const { status = {}, source = {}, currency = {} } = facets
  const own = extrasOf(stream).filter(({ column }) => column.facet)
  const extra = Object.fromEntries(own.map(({ name, column }) => [name, facets[column.name] ?? {}]))
  return { status, source, currency, ...(own.length > 0 && { extra }) }
}
