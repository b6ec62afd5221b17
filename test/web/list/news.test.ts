import { describe, expect, it } from 'vitest'

import type { ListPage } from '../../../web/src/list/listPage.ts'
import { compared } from '../../../web/src/list/news.ts'

interface Row {
  readonly id: string
  readonly status: string
}

function row(id: string, status = 'pending'): Row {
  return { id, status }
}

function page(rows: readonly Row[], total = rows.length): ListPage<Row> {
  const asOf = '2026-11-20T12:00:00.000Z'
  return { rows, total, nextCursor: null, asOf, liveAsOf: asOf, lagSeconds: 1 }
}

const ids = (shown: ListPage<Row>): string[] => shown.rows.map(({ id }) => id)

describe('a page that is looked at', () => {
  it('takes changes of its own rows at once', () => {
    const now = page([row('b', 'shipped'), row('a')])
    const { shown, news } = compared(page([row('b'), row('a')]), now)
    expect(shown).toBe(now)
    expect(news).toBeNull()
  })

  it('does not jump when rows come: it says how many', () => {
    const now = page([row('d'), row('c'), row('b', 'shipped')], 9)
    const { shown, news } = compared(page([row('b'), row('a')], 7), now)
    expect(ids(shown)).toEqual(['b', 'a'])
    expect(shown.rows[0]?.status).toBe('shipped')
    expect(shown.total).toBe(7)
    expect(news).toEqual({ more: 2, page: now })
  })

  it('says that it changed where rows went, and where their order is another', () => {
    expect(compared(page([row('b'), row('a')]), page([row('b')])).news?.more).toBe(0)
    expect(compared(page([row('b'), row('a')]), page([row('a'), row('b')])).news?.more).toBe(0)
  })
})
