import { describe, expect, it } from 'vitest'

import type { ListOrdersRequest, ListOrdersResponse } from '../../../functions/src/contract/api.ts'
import { Pages } from '../../../web/src/list/paging.ts'

/** A list of so many orders whose cursors name the place where a page begins. */
function listOf(count: number): { ask: (request: ListOrdersRequest) => Promise<ListOrdersResponse>; asked: number[] } {
  const asked: number[] = []
  return {
    asked,
    ask: async ({ limit = 50, cursor = '0' }) => {
      asked.push(limit)
      const end = Number(cursor) + limit
      const meta = { firestoreReads: 0, segmentsRead: 0, ms: 0 }
      return {
        orders: [],
        total: count,
        nextCursor: end < count ? String(end) : null,
        asOf: null,
        liveAsOf: null,
        lagSeconds: null,
        meta,
      }
    },
  }
}

describe('the page before', () => {
  it('is the remembered one where the reader came from there', async () => {
    const list = listOf(1_000)
    const pages = new Pages(list.ask)
    pages.remember({ limit: 50 }, 2, 'there')
    expect(await pages.cursorOf({ limit: 50, cursor: 'elsewhere' }, 2)).toBe('there')
    expect(await pages.cursorOf({ limit: 50 }, 1)).toBeNull()
    expect(list.asked).toEqual([])
  })

  it('is found from a link into the middle, in steps of 200', async () => {
    const list = listOf(1_000)
    expect(await new Pages(list.ask).cursorOf({ limit: 50 }, 10)).toBe('450')
    expect(list.asked).toEqual([200, 200, 50])
  })

  it('is not that of another list', async () => {
    const pages = new Pages(listOf(1_000).ask)
    pages.remember({ limit: 50, filter: { search: 'a' } }, 2, 'there')
    expect(await pages.cursorOf({ limit: 50, filter: { search: 'b' } }, 2)).toBe('50')
  })

  it('is the first page where the list has become shorter, and where the way is too long', async () => {
    const list = listOf(30)
    expect(await new Pages(list.ask).cursorOf({ limit: 50 }, 4)).toBeNull()
    const long = listOf(1_000_000)
    expect(await new Pages(long.ask).cursorOf({ limit: 200 }, 4_000)).toBeNull()
    expect(long.asked).toEqual([])
  })
})
