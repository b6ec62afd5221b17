import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { orderStatuses, type OrderStatus } from '../../../functions/src/contract/order.ts'
import type { OrderSettings } from '../../../functions/src/sources/firestore/settings.ts'
import { statusWords } from '../../../functions/src/sources/firestore/statusWords.ts'
import { statusReader } from '../../../functions/src/sources/firestore/statuses.ts'
import { plainKey, wordKey } from '../../../functions/src/sources/firestore/words.ts'
import { templateStatuses } from '../../harness/templateValues.ts'

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

  it.each<readonly [string, OrderStatus]>([
    ...templateStatuses,
    ['Order::Status::Shipped', 'shipped'],
    ['ORDER_STATUS_SHIPPED', 'shipped'],
    ['wc-completed', 'completed'],
    ['ĐÃ GIAO HÀNG', 'delivered'],
    ['da giao', 'delivered'],
    ['✅ Delivered!', 'delivered'],
    ['HAZIRLANIYOR', 'processing'],
    ['İptal Edildi', 'cancelled'],
    ['en preparacion', 'processing'],
    ['Expédiée', 'shipped'],
    ['Rückerstattet', 'refunded'],
    ['Saiu para entrega', 'shipped'],
    ['sedang dikirim', 'shipped'],
    ['requires_payment_method', 'pending'],
    ['holded', 'on_hold'],
  ])('%s is %s', (word, status) => {
    expect(read(word)).toBe(status)
  })

  it.each([
    'partially_refunded',
    'returned',
    'closed',
    'received',
    'picked up',
    'authorized',
    'terkirim',
    'İade edildi',
  ])('%s could mean two things, and is told', (word) => {
    expect(read(word)).toBeNull()
  })

  it.each([
    [0, '0'],
    [-1, '-1'],
    [1.5, '1.5'],
    [true, 'true'],
    ['7', '7'],
  ])('%j means nothing but what the shop says', (value, word) => {
    expect(readUsual(value, {})).toEqual({ word, status: null })
    expect(reader({ words: { [word]: 'delivered', 1: 'cancelled' } })(value, {})).toEqual({ word, status: 'delivered' })
  })

  it('is as the shop has it, blanks and all', () => {
    expect(readUsual(' Shipped ', {})).toEqual({ word: ' Shipped ', status: 'shipped' })
  })

  it.each([undefined, null, '', '  '])('%j is none', (value) => {
    expect(readUsual(value, {})).toBeNull()
  })

  it.each([{}, ['paid'], new Date(0)])('%j is told', (value) => {
    expect(readUsual(value, {})).toEqual({ problem: 'is not a text, a number or true or false' })
  })

  it('that the shop gives two meanings has none', () => {
    const twice = reader({ words: { Fertig: 'shipped', FERTIG: 'delivered', té: 'shipped', te: 'delivered' } })
    expect(statusOf(twice('te', {}))).toBe('delivered')
    expect(statusOf(twice('TÉ', {}))).toBe('shipped')
    expect(statusOf(twice('tè', {}))).toBeNull()
  })
})

describe('the words of all languages', () => {
  it('have one meaning each, with accents and without', () => {
    const meanings = new Map<string, Set<string>>()
    for (const language of statusWords) {
      for (const [status, words] of Object.entries(language)) {
        for (const word of words.split(', ')) {
          const key = plainKey(wordKey(word))
          meanings.set(key, (meanings.get(key) ?? new Set()).add(status))
        }
      }
    }
    expect([...meanings].filter(([, statuses]) => statuses.size > 1)).toEqual([])
  })

  it('are read in any case, form and spelling', () => {
    const words = statusWords.flatMap((language) =>
      Object.entries(language).flatMap(([status, list]) => list.split(', ').map((word) => [word, status] as const)),
    )
    const spellings = fc.constantFrom<(word: string) => string>(
      (word) => word.toUpperCase(),
      (word) => word.normalize('NFD'),
      (word) => ` ${word} `,
      (word) => word.replaceAll(' ', '_'),
      (word) => word.replaceAll(' ', '-'),
      (word) => word.replaceAll(/ (\p{L})/gu, (_, letter: string) => letter.toUpperCase()),
      (word) => plainKey(word),
    )
    fc.assert(
      fc.property(fc.constantFrom(...words), spellings, ([word, status], spell) => {
        expect(read(spell(word))).toBe(status)
      }),
    )
    expect.hasAssertions()
  })
})

describe('rules', () => {
  const rules: Settings['rules'] = [
    { when: { paid: [true], 'shipping.state': ['delivered', 2] }, status: 'delivered' },
    { when: { FinancialStatus: ['paid'], FulfillmentStatus: ['shipped'] }, status: 'shipped' },
    { when: { FinancialStatus: ['paid'], FulfillmentStatus: [null] }, status: 'processing' },
    { when: { cancelledAt: [null], FinancialStatus: ['PENDING'] }, status: 'pending' },
  ]
  const readByRules = reader({ rules, words: { odd: 'on_hold' } })

  it.each([
    [{ paid: true, shipping: { state: 2 } }, 'true / 2', 'delivered'],
    [{ FinancialStatus: 'PAID', FulfillmentStatus: 'Shipped' }, 'PAID / Shipped', 'shipped'],
    [{ FinancialStatus: 'PAID', FulfillmentStatus: '' }, 'PAID', 'processing'],
    [{ FinancialStatus: 'pending' }, 'pending', 'pending'],
    // None holds, and nobody guesses.
    [{ FinancialStatus: 'paid', FulfillmentStatus: 'odd', paid: false }, 'false / paid / odd', null],
  ])('of %j make %s', (data, word, status) => {
    expect(readByRules(undefined, data)).toEqual({ word, status })
  })

  it('go before the status field, and it before none', () => {
    expect(readByRules('odd', { FinancialStatus: 'pending' })).toEqual({ word: 'pending', status: 'pending' })
    expect(readByRules('odd', { FinancialStatus: 'failed' })).toEqual({ word: 'odd', status: 'on_hold' })
    expect(readByRules(null, {})).toBeNull()
  })

  it('of absence alone still say a word', () => {
    const absent = reader({ rules: [{ when: { sentAt: [null] }, status: 'pending' }] })
    expect(absent(undefined, {})).toEqual({ word: 'pending', status: 'pending' })
  })
})
