import { describe, expect, it } from 'vitest'

import { AskedShop } from './askedShop.ts'

const asked = new AskedShop()

const idsWith = async (tokens: 'places' | 'offsets'): Promise<string[]> => {
  await asked.fake.stop()
  await asked.start({ tokens })
  asked.put(6)
  let calls = 0
  asked.fake.beforeAnswer = () => {
    // The first two move on between the first page and the second.
    if ((calls += 1) === 2)
      for (const id of ['o0', 'o1']) asked.shop.orders.put({ id, create_time: 1, update_time: 99, status: 'UNPAID' })
  }
  const pages = await asked.pagesOf({}, '{"update_time_ge":1,"update_time_lt":50}')
  return pages.flatMap(({ orders }) => orders.map(({ id }) => id))
}

describe('its lists', () => {
  it('are paged by tokens that have to be encoded, to an end that says so', async () => {
    asked.put(5)
    const pages = await asked.pagesOf()
    expect(pages.map(({ orders }) => orders.map(({ id }) => id))).toEqual([['o0', 'o1'], ['o2', 'o3'], ['o4']])
    expect(pages.map(({ total_count }) => total_count)).toEqual([5, 5, 5])
    expect(pages[0]?.next_page_token).toMatch(/\+.*\//)
    expect(pages[2]?.next_page_token).toBe('')
  })

  it('are sorted by the field and in the order that are asked for', async () => {
    for (const n of [2, 1, 3])
      asked.shop.orders.put({ id: `o${n}`, create_time: n, update_time: 10 - n, status: 'UNPAID' })
    const [byCreation] = await asked.pagesOf({ sort_field: 'create_time', sort_order: 'DESC', page_size: '9' })
    expect(byCreation?.orders.map(({ id }) => id)).toEqual(['o3', 'o2', 'o1'])
    const [byUpdate] = await asked.pagesOf({ page_size: '9' })
    expect(byUpdate?.orders.map(({ id }) => id)).toEqual(['o3', 'o2', 'o1'])
  })

  it('are filtered from a second, inclusive, to a second, exclusive, and by status', async () => {
    asked.put(9)
    const ids = async (body: object): Promise<string[]> =>
      (await asked.pagesOf({ page_size: '9' }, JSON.stringify(body))).flatMap(({ orders }) =>
        orders.map(({ id }) => id),
      )
    expect(await ids({ update_time_ge: 3, update_time_lt: 6 })).toEqual(['o2', 'o3', 'o4'])
    expect(await ids({ update_time_ge: 3, order_status: 'COMPLETED' })).toEqual(['o3', 'o5', 'o7'])
    expect(await ids({ update_time_ge: 3, create_time_lt: 1 })).toEqual([])
    expect((await asked.pagesOf({}, '{"update_time_ge":3,"order_status":"COMPLETED"}'))[0]?.total_count).toBe(3)
  })

  it('go on behind the last row by one kind of token, and skip as many rows by the other', async () => {
    expect(await idsWith('places')).toEqual(['o0', 'o1', 'o2', 'o3', 'o4', 'o5'])
    expect(await idsWith('offsets')).toEqual(['o0', 'o1', 'o4', 'o5'])
  })

  it('show a record as it is now where they still have it where it was', async () => {
    asked.put(3)
    asked.shop.orders.put({ id: 'o1', create_time: 1, update_time: 500, status: 'COMPLETED' }, { isIndexed: false })
    const body = '{"update_time_ge":1,"update_time_lt":50}'
    const [page] = await asked.pagesOf({ page_size: '9' }, body)
    expect(page?.orders.map(({ id, update_time }) => [id, update_time])).toEqual([
      ['o0', 1],
      ['o1', 500],
      ['o2', 3],
    ])
    asked.shop.orders.indexAll()
    expect((await asked.pagesOf({ page_size: '9' }, body))[0]?.orders).toHaveLength(2)
  })

  it('hold hundreds of thousands of orders, and give any page of them', async () => {
    const many = Array.from({ length: 300_000 }, (_, n) => ({
      id: `m${n}`,
      create_time: n,
      update_time: n + 1,
      status: 'UNPAID',
    }))
    asked.shop.orders.putAll(many)
    const [page] = await asked.pagesOf({ page_size: '100' }, '{"update_time_ge":299950}')
    expect(page?.orders).toHaveLength(51)
    for (let n = 1; n < 4; n++) {
      const [first] = await asked.pagesOf({ page_size: '100' }, `{"update_time_ge":${300_000 - n * 10}}`)
      expect(first?.orders).toHaveLength(n * 10 + 1)
    }
  })
})
