import type { ListOrdersRequest } from '../../functions/src/contract/api.ts'

export const coldQuestions = ['firstPage', 'search', 'orderNumber'] as const
export type ColdQuestion = (typeof coldQuestions)[number]

const firstOrderNumber = 10_001

/** Returns the request to `listOrders` for a question, in a shop of `orders` orders. */
export function requestOf(question: ColdQuestion, orders: number): ListOrdersRequest {
  const requests = {
    firstPage: {},
    search: { filter: { search: 'lighthouse' } },
    // Of an order in the midst of the shop's history; no other number begins with it.
    orderNumber: { filter: { search: `#${firstOrderNumber + Math.floor(0.6 * orders)}` } },
  } as const satisfies Record<ColdQuestion, ListOrdersRequest>
  return requests[question]
}
