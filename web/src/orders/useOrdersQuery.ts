import { useMemo } from 'react'

import { extraColumn, type Facets, type ListOrdersRequest, type OrderRow } from 'contract/api.ts'
import { useBackend } from '../backend/context.ts'
import type { Counts, ListQuery } from '../list/listPage.ts'

/** The question that a request for orders is; the same object while it is the same request. */
export function useOrdersQuery(request: ListOrdersRequest): ListQuery<OrderRow> {
  const { calls } = useBackend()
  return useMemo(
    () => ({
      key: ['orders', request],
      ask: async () => {
        const { orders, facets, ...page } = await calls.listOrders(request)
        return { ...page, rows: orders, ...(facets && { facets: countsOf(facets) }) }
      },
    }),
    [calls, request],
  )
}

/** The columns that the shop declares have the names by which the stream's description has them. */
function countsOf({ extra = {}, ...facets }: Facets): Counts {
  const own = Object.entries(extra).map(([name, counts]) => [extraColumn(name), counts] as const)
  return { ...facets, ...Object.fromEntries(own) }
}
