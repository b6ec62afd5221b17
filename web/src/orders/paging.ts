import type { ListOrdersRequest, ListOrdersResponse } from 'contract/api.ts'

/** The most rows that one answer holds. */
const mostRows = 200
/** A walk to a page further back than so many answers would keep the reader waiting. */
const mostSteps = 50

/**
 * Finds the cursors of pages. Those that were turned are remembered; a link into the middle of a list knows no cursor but its
 * own, so the page before is found by walking there from the first one, 200 rows a step, from the function's memory.
 */
export class Pages {
  readonly #cursors = new Map<string, string>()
  readonly #listOrders: (request: ListOrdersRequest) => Promise<ListOrdersResponse>

  constructor(listOrders: (request: ListOrdersRequest) => Promise<ListOrdersResponse>) {
    this.#listOrders = listOrders
  }

  remember(request: ListOrdersRequest, page: number, cursor: string): void {
    this.#cursors.set(keyOf(request, page), cursor)
  }

  /** Where a page of the same list begins; null is the first one, and where a page is too far away or not there any more. */
  async cursorOf(request: ListOrdersRequest, page: number): Promise<string | null> {
    if (page <= 1) return null
    return this.#cursors.get(keyOf(request, page)) ?? this.#walk(request, page)
  }

  async #walk({ filter, sort, limit = mostRows }: ListOrdersRequest, page: number): Promise<string | null> {
    let left = (page - 1) * limit
    if (left > mostRows * mostSteps) return null
    let cursor: string | null = null
    while (left > 0) {
      const step = Math.min(mostRows, left)
      const answer: ListOrdersResponse = await this.#listOrders({
        filter,
        sort,
        limit: step,
        ...(cursor !== null && { cursor }),
      })
      cursor = answer.nextCursor
      if (cursor === null) return null
      left -= step
    }
    return cursor
  }
}

function keyOf({ filter, sort, limit }: ListOrdersRequest, page: number): string {
  return JSON.stringify([filter, sort, limit, page])
}
