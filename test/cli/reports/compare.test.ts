import { describe, expect, it } from 'vitest'

import { compare } from '../../../cli/reports/compare.ts'
import type { CachedFigures, OrderFigures, PaymentFigures } from '../../../cli/reports/figures.ts'
import { reportLines } from '../../../cli/reports/lines.ts'

const begin = Date.UTC(2026, 0, 5, 12)

function payment(id: string, more: Partial<PaymentFigures> = {}): PaymentFigures {
  const base = { orderId: null, locationId: 'L1', status: 'COMPLETED', currency: 'USD', total: 1_000 }
  return { id, ...base, createdAt: begin, updatedAt: begin, ...more }
}

function order(id: string, more: Partial<OrderFigures> = {}): OrderFigures {
  return { id, locationId: 'L1', status: 'completed', currency: 'USD', total: 1_000, createdAt: begin, ...more }
}

function cached(more: Partial<CachedFigures> = {}): CachedFigures {
  return {
    payments: [],
    orders: [],
    paymentsThrough: begin + 1_000,
    ordersThrough: begin + 1_000,
    quarantined: new Set(),
    dayAt: (locationId, ms) => new Date(ms + (locationId === 'L9' ? 13 * 3_600_000 : 0)).toISOString().slice(0, 10),
    ...more,
  }
}

describe('figures that agree', () => {
  it('are summed by the day of the place, the place and the status', () => {
    const all = [payment('a'), payment('b', { locationId: 'L9' }), payment('c', { status: 'FAILED' }), payment('d')]
    const { lines, differences } = compare(all, cached({ payments: all }))
    expect(differences).toEqual([])
    expect(
      lines.map(({ day, locationId, status, vendor }) => [day, locationId, status, vendor.count, vendor.total]),
    ).toEqual([
      ['2026-01-05', 'L1', 'COMPLETED', 2, 2_000],
      ['2026-01-05', 'L1', 'FAILED', 1, 1_000],
      ['2026-01-06', 'L9', 'COMPLETED', 1, 1_000],
    ])
    expect(lines.every(({ vendor, cache }) => vendor.total === cache.total)).toBe(true)
  })

  it('may be several payments of one order; one that is not yet paid, or lost, needs none', () => {
    const paid = [payment('a', { orderId: 'o1', total: 400 }), payment('b', { orderId: 'o1', total: 600 })]
    const orders = [order('o1'), order('o2', { status: 'cancelled' })]
    expect(compare(paid, cached({ payments: paid, orders })).differences).toEqual([])
    const open = compare([], cached({ orders: [order('o3', { status: 'processing' })] })).differences
    expect(open).toMatchObject([{ id: 'o3', explanation: 'it is processing, and not yet paid' }])
  })
})

describe('a difference', () => {
  it.each<[string, PaymentFigures[], Partial<CachedFigures>, string | null]>([
    [
      'of what changed after the last run',
      [payment('a', { updatedAt: begin + 5_000 })],
      {},
      'it changed after the last run',
    ],
    [
      'of what is in quarantine',
      [payment('a')],
      { quarantined: new Set(['a']) },
      'it is in quarantine, which says why',
    ],
    ['of what is missing', [payment('a')], {}, null],
    ['of what the cache alone has', [], { payments: [payment('a')] }, null],
    ['of an amount', [payment('a')], { payments: [payment('a', { total: 999 })] }, null],
    ['of a status', [payment('a')], { payments: [payment('a', { status: 'APPROVED' })] }, null],
    [
      'of a paid order that is missing',
      [payment('a', { orderId: 'o' })],
      { payments: [payment('a', { orderId: 'o' })] },
      null,
    ],
    [
      'of an order whose payment came after the last run',
      [payment('a', { orderId: 'o', updatedAt: begin + 5_000 })],
      { payments: [payment('a', { orderId: 'o', updatedAt: begin + 5_000 })] },
      'its payment came after the last run',
    ],
    ['of a completed order that nobody paid', [], { orders: [order('o')] }, null],
    [
      'of an order that was paid too much for',
      [payment('a', { orderId: 'o', total: 2_000 })],
      { payments: [payment('a', { orderId: 'o', total: 2_000 })], orders: [order('o', { status: 'processing' })] },
      null,
    ],
  ])('%s is explained where it can be', (_what, vendor, more, explanation) => {
    expect(compare(vendor, cached(more)).differences).toMatchObject([{ explanation }])
  })
})

it('the report names what nobody can explain first, and counts what it does not name', () => {
  const vendor = [
    payment('late', { updatedAt: begin + 5_000 }),
    ...Array.from({ length: 30 }, (_, n) => payment(`p${n}`)),
  ]
  const lines = reportLines('M1', compare(vendor, cached()))
  expect(lines[0]).toBe('Square merchant M1')
  expect(lines[2]).toMatch(/^ {2}2026-01-05 {2}L1 +COMPLETED +31 +310\.00 USD +0 +0\.00 USD +differs$/)
  expect(lines).toContain('Lines that differ: 1 of 1. Records that differ: 31, of which 30 are unexplained.')
  expect(lines.filter((line) => line.endsWith('UNEXPLAINED'))).toHaveLength(20)
  expect(lines.at(-1)).toBe('  and 11 more: --json names them all')
})
