import { describe, expect, it } from 'vitest'

import { orderStatuses } from '../../../functions/src/contract/order.ts'
import { statusReader } from '../../../functions/src/sources/firestore/statuses.ts'

const read = statusReader({})

describe('a status word', () => {
  it.each([
    [
      'cancelled',
      ['FAILED', 'DECLINED', 'EXPIRED', 'ABANDONED', 'payment failed', 'Payment-Declined', 'Voided', 'Canceled'],
    ],
    ['pending', ['PENDING', 'awaiting payment', 'New', 'unpaid']],
    ['on_hold', ['On-Hold', 'held']],
    ['processing', ['PAID', 'Ready to ship', 'confirmed', 'IN_PROGRESS']],
    ['shipped', ['In Transit', 'out-for-delivery']],
    ['delivered', [' delivered ']],
    ['completed', ['Complete', 'fulfilled', 'DONE']],
    ['refunded', ['REFUNDED']],
  ] as const)('means %s in its usual spellings', (status, words) => {
    expect(words.map(read)).toEqual(words.map(() => status))
  })

  it.each(['EN ROUTE TO CUSTOMER', 'draft', 'constructor', '__proto__', '¿?'])('%s means nothing by itself', (word) => {
    expect(read(word)).toBeNull()
  })

  it('means what the shop says that it means', () => {
    const own = statusReader({ 'en route': 'shipped', FAILED: 'pending' })
    expect([own('En-Route'), own('failed'), own('PAID')]).toEqual(['shipped', 'pending', 'processing'])
  })

  it.each(orderStatuses)('%s is a word for itself', (status) => {
    expect(read(status)).toBe(status)
  })
})
