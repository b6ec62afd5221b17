import { describe, expect, it } from 'vitest'

import type { ListOrdersResponse, OrderRow } from '../../../functions/src/contract/api.ts'
import { compared } from '../../../web/src/orders/news.ts'

function row(id: string, fields: Partial<OrderRow> = {}): OrderRow {
  return {
    id: `firestore:${id}`,
    source: 'firestore',
    sourceId: id,
    orderNumber: `#${id}`,
    status: 'pending',
    sourceStatus: 'PENDING',
    currency: 'EUR',
    total: 1_000,
    subtotal: 1_000,
    tax: 0,
    shipping: 0,
    discount: 0,
    customer: {},
    itemCount: 1,
    createdAt: '2026-11-20T10:00:00.000Z',
    updatedAt: '2026-11-20T10:00:00.000Z',
    ...fields,
  }
}

function page(orders: readonly OrderRow[], total = orders.length): ListOrdersResponse {
  const asOf = '2026-11-20T12:00:00.000Z'
  return {
    orders,
    total,
    nextCursor: null,
    asOf,
    liveAsOf: asOf,
    lagSeconds: 1,
    meta: { firestoreReads: 1, segmentsRead: 0, ms: 1 },
  }
}

const ids = (shown: ListOrdersResponse): string[] => shown.orders.map(({ sourceId }) => sourceId)

describe('a page that is looked at', () => {
  it('takes changes of its own rows at once', () => {
    const now = page([row('b', { status: 'shipped' }), row('a')])
    const { shown, news } = compared(page([row('b'), row('a')]), now)
    expect(shown).toBe(now)
    expect(news).toBeNull()
  })

  it('does not jump when orders come: it says how many', () => {
    const now = page([row('d'), row('c'), row('b', { status: 'shipped' })], 9)
    const { shown, news } = compared(page([row('b'), row('a')], 7), now)
    expect(ids(shown)).toEqual(['b', 'a'])
    expect(shown.orders[0]?.status).toBe('shipped')
    expect(shown.total).toBe(7)
    expect(news).toEqual({ more: 2, page: now })
  })

  it('says that it changed where orders went, and where their order is another', () => {
    expect(compared(page([row('b'), row('a')]), page([row('b')])).news?.more).toBe(0)
    expect(compared(page([row('b'), row('a')]), page([row('a'), row('b')])).news?.more).toBe(0)
  })
})
