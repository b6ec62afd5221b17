import { expect, it } from 'vitest'

import { byReason } from '../../../web/src/sync/reasons.ts'

it('groups records by their reason, the most frequent first, whichever item of the order it was', () => {
  const reasons = [
    'status: is missing',
    'lineItems.3.name: Too small',
    'totalAmount: is missing',
    'lineItems.12.name: Too small',
    'totalAmount: is missing',
    'totalAmount: is missing',
    'its id is over 1500 bytes',
  ]
  const groups = byReason(reasons.map((reason, i) => ({ reason, id: i })))
  expect(groups.map(({ reason, records }) => [reason, records.map(({ id }) => id)])).toEqual([
    ['totalAmount: is missing', [2, 4, 5]],
    ['lineItems.*.name: Too small', [1, 3]],
    ['its id is over 1500 bytes', [6]],
    ['status: is missing', [0]],
  ])
})
