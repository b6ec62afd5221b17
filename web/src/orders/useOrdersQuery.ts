import { useMemo } from 'react'

import type { ListOrdersRequest, OrderRow } from 'contract/api.ts'
import { useBackend } from '../backend/context.ts'
import type { ListQuery } from '../list/listPage.ts'

/** The question that a request for orders is; the same object while it is the same request. */
export function useOrdersQuery(request: ListOrdersRequest): ListQuery<OrderRow> {
  const { calls } = useBackend()
  return useMemo(
    () => ({
      key: ['orders', request],
      ask: async () => {
        const { orders, ...page } = await calls.listOrders(request)
        return { ...page, rows: orders }
      },
    }),
    [calls, request],
  )
}
