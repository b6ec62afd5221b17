import { expect, it } from 'vitest'

import { initialListState, parseListState } from '../../../web/src/orders/listState.ts'
import { builtInViews, hrefOfView, viewQuery } from '../../../web/src/orders/orderViews.ts'

function queryAt(address: string): string {
  return viewQuery(parseListState(new URLSearchParams(address)).state)
}

const [all, unfulfilled, today] = builtInViews(null).map(({ query }) => query)

it.each([
  ['', all],
  ['limit=25&page=3&after=abc', all],
  ['status=processing,pending,on_hold', unfulfilled],
  ['created=today&limit=200', today],
])('"%s" is the address of a view', (address, query) => {
  expect(queryAt(address)).toBe(query)
})

it.each(['status=pending', 'created=7d', 'q=a', 'sort=customer%3Aasc', 'status=pending,on_hold,processing&q=a'])(
  '"%s" is of none of them',
  (address) => {
    expect([all, unfulfilled, today]).not.toContain(queryAt(address))
  },
)

it('the link to a view is its address, with the page size that somebody chose', () => {
  expect(hrefOfView('')).toBe('#/orders')
  const href = hrefOfView(today ?? '', 100)
  const { state } = parseListState(new URLSearchParams(href.split('?')[1]))
  expect(state).toEqual({ ...initialListState, created: 'today', limit: 100 })
})
