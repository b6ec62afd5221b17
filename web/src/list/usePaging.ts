import { useState } from 'react'

import { Pages, type PageRequest } from './paging.ts'

/** The page that a list is at: the page, from 1, and where it begins; null for the first one. */
export interface PagePlace {
  readonly page: number
  readonly cursor: string | null
}

export interface Paging {
  /** Turns to an earlier page, whose cursor may have to be found. */
  readonly turnTo: (page: number) => void
  /** Turns to the next page, whose cursor the present one names. */
  readonly next: (cursor: string) => void
}

/** Turns the pages of a list. Another `ask` begins with nothing that was remembered. */
export function usePaging<Request extends PageRequest>(
  ask: (request: Request) => Promise<{ readonly nextCursor: string | null }>,
  request: Request,
  page: number,
  go: (place: PagePlace) => void,
): Paging {
  const [pages] = useState(() => new Pages(ask))
  const turn = async (to: number): Promise<void> => {
    const cursor = await pages.cursorOf(request, to)
    go({ page: cursor === null ? 1 : to, cursor })
  }
  return {
    turnTo: (to) => void turn(to),
    next: (cursor) => {
      pages.remember(request, page + 1, cursor)
      go({ page: page + 1, cursor })
    },
  }
}
