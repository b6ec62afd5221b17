import { expect, it } from 'vitest'

import { filterCount } from '../../../web/src/orders/filterCount.ts'
import { initialListState } from '../../../web/src/orders/listState.ts'

it('counts no search, no sort and no page size', () => {
  expect(filterCount(initialListState)).toBe(0)
  expect(
    filterCount({
      ...initialListState,
      filter: { search: 'an' },
      sort: { field: 'customer', direction: 'asc' },
      limit: 25,
    }),
  ).toBe(0)
})

it('counts each filter once, however much is chosen in it', () => {
  const filter = {
    status: ['pending' as const, 'shipped' as const],
    source: ['firestore' as const],
    currency: ['EUR'],
    totalMin: 100,
    totalMax: 0,
  }
  expect(filterCount({ ...initialListState, filter })).toBe(4)
  const from = '2026-01-01T00:00:00.000Z'
  const to = '2026-02-01T00:00:00.000Z'
  expect(filterCount({ ...initialListState, filter: { createdFrom: from, createdTo: to, updatedTo: to } })).toBe(2)
  expect(filterCount({ ...initialListState, filter, created: '7d', updated: 'month' })).toBe(6)
})
