import { describe, expect, it } from 'vitest'

import { orderStatuses } from '../../../functions/src/contract/order.ts'
import type { OrderSettings } from '../../../functions/src/sources/firestore/settings.ts'
import { statusReader } from '../../../functions/src/sources/firestore/statuses.ts'

type Settings = Partial<OrderSettings['status']>

function reader(settings: Settings = {}) {
  return statusReader({ words: {}, rules: [], ...settings })
}

const readUsual = reader()

function read(word: unknown) {
  return statusOf(readUsual(word, {}))
}

function statusOf(reading: ReturnType<typeof readUsual>) {
  if (reading === null || 'problem' in reading) throw new Error('no word')
  return reading.status
}

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
    const own = reader({ words: { 'with rider': 'shipped', FAILED: 'pending' } })
    expect(['With-Rider', 'failed', 'PAID'].map((word) => statusOf(own(word, {})))).toEqual([
      'shipped',
      'pending',
      'processing',
    ])
  })

  it.each(orderStatuses)('%s is a word for itself', (status) => {
    expect(read(status)).toBe(status)
  })
})
