/** The most rows that one answer holds. */
const mostRows = 200
/** A walk to a page further back than so many answers would keep the reader waiting. */
const mostSteps = 50

/** A question that a list answers, and a place in that list. */
export interface PageRequest {
  readonly filter?: unknown
  readonly sort?: unknown
  readonly limit?: number | undefined
  readonly cursor?: string | undefined
  readonly facets?: boolean | undefined
}

/**
 * Finds the cursors of pages. Those that were turned are remembered; a link into the middle of a list knows no cursor but its
 * own, so the page before is found by walking there from the first one, 200 rows a step, from the function's memory.
 */
export class Pages<Request extends PageRequest> {
  readonly #cursors = new Map<string, string>()
  readonly #ask: (request: Request) => Promise<{ readonly nextCursor: string | null }>

  constructor(ask: (request: Request) => Promise<{ readonly nextCursor: string | null }>) {
    this.#ask = ask
  }

  remember(request: Request, page: number, cursor: string): void {
    this.#cursors.set(keyOf(request, page), cursor)
  }

  /** Where a page of the same list begins; null is the first one, and where a page is too far away or not there any more. */
  async cursorOf(request: Request, page: number): Promise<string | null> {
    if (page <= 1) return null
    return this.#cursors.get(keyOf(request, page)) ?? this.#walk(request, page)
  }

  async #walk(request: Request, page: number): Promise<string | null> {
    // Nobody sees what is counted on the way.
    const { cursor: _cursor, facets: _facets, ...list } = request
    let left = (page - 1) * (request.limit ?? mostRows)
    if (left > mostRows * mostSteps) return null
    let cursor: string | null = null
    while (left > 0) {
      const step = Math.min(mostRows, left)
      const from: PageRequest = { ...list, limit: step, ...(cursor !== null && { cursor }) }
      const answer = await this.#ask(from as Request) // The list's own, at another place.
      cursor = answer.nextCursor
      if (cursor === null) return null
      left -= step
    }
    return cursor
  }
}

function keyOf({ cursor: _cursor, ...list }: PageRequest, page: number): string {
  return JSON.stringify([list, page])
}
