import type { ListOrdersRequest } from '../../functions/src/contract/api.ts'

export const coldQuestions = ['firstPage', 'search', 'orderNumber'] as const
export type ColdQuestion = (typeof coldQuestions)[number]

const firstOrderNumber = 10_001

/** What a new instance of `listOrders` is asked, in a shop of so many orders. */
export function requestOf(question: ColdQuestion, orders: number): ListOrdersRequest {
  const requests = {
    firstPage: {},
    search: { filter: { search: 'lighthouse' } },
    // Of an order in the midst of the shop's history; no other number begins with it.
    orderNumber: { filter: { search: `#${firstOrderNumber + Math.floor(0.6 * orders)}` } },
  } as const satisfies Record<ColdQuestion, ListOrdersRequest>
  return requests[question]
}
