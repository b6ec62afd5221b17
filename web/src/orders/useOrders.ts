import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query'

import type { ListOrdersRequest, ListOrdersResponse } from 'contract/api.ts'
import { useBackend } from '../backend/context.ts'

export function ordersKey(request: ListOrdersRequest): readonly unknown[] {
  return ['orders', request]
}

/**
 * The page that a request asks for. While the next one is on its way the last one stays, and an answer that comes too late is
 * dropped: only the present request's is ever shown.
 */
export function useOrders(request: ListOrdersRequest): UseQueryResult<ListOrdersResponse> {
  const { calls } = useBackend()
  return useQuery({
    queryKey: ordersKey(request),
    queryFn: () => calls.listOrders(request),
    placeholderData: keepPreviousData,
  })
}
