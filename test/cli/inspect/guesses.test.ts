import { describe, expect, it } from 'vitest'

import { propose } from '../../../cli/inspect/propose.ts'
import type { SampledDocument } from '../../../cli/inspect/sampled.ts'
import { instantFromMs } from '../../../functions/src/lib/instant.ts'

const dayMs = 86_400_000
const startMs = Date.UTC(2026, 0, 5, 9)

/** Forty orders over a year, each seen by Firestore `seenAfterMs` after it was made. */
function sampleOf(
  dataOf: (n: number, ms: number) => Record<string, unknown>,
  seenAfterMs: (n: number) => number = () => 400,
): SampledDocument[] {
  return Array.from({ length: 40 }, (_, n) => {
    const ms = startMs + n * 9 * dayMs
    const seen = instantFromMs(ms + seenAfterMs(n))
    return { path: `orders/o${n}`, data: { status: 'paid', ...dataOf(n, ms) }, createTime: seen, updateTime: seen }
  })
}

const proposed = (sample: SampledDocument[]) =>
  propose(sample, { collection: 'orders', defaultCurrency: null, answers: new Map() })
const asked = (sample: SampledDocument[]) => proposed(sample).questions.map(({ key }) => key)

const unitOf = (dataOf: (n: number) => Record<string, unknown>) => {
  const { orders, questions } = proposed(sampleOf((n) => ({ currency: 'EUR', ...dataOf(n) })))
  return questions.some(({ key }) => key === 'orders.money.unit') ? 'asked' : (orders.money?.unit ?? 'major')
}

describe('units', () => {
  it.each<[string, string, (n: number) => Record<string, unknown>]>([
    ['fractions', 'major', (n) => ({ total: 12.5 + n })],
    ['texts with decimals', 'major', (n) => ({ total: `${1200 + n}.00` })],
    ['a name that says cents', 'minor', (n) => ({ totalInCents: 1_299 + n })],
    ['a currency without cents', 'major', (n) => ({ total: 4_000 + n, currency: 'JPY' })],
    ['whole numbers', 'asked', (n) => ({ total: 1_299 + 100 * n })],
    ['apps at 99 cents, or at 99 euros', 'asked', (n) => ({ total: [99, 199, 499][n % 3] })],
    [
      'whole prices that are worth the totals',
      'asked',
      (n) => ({ total: 500 + 2 * n, items: [{ name: 'Tea', price: 250 + n, quantity: 2 }] }),
    ],
    [
      'items in euros, totals in cents',
      'minor',
      (n) => ({ total: 1_000 + 2 * n * 100, items: [{ name: 'Tea', price: 5 + n, quantity: 2 }] }),
    ],
  ])('%s: %s', (_what, unit, dataOf) => {
    expect(unitOf(dataOf)).toBe(unit)
  })
})

const clockIn = (timeZone: string, ms: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(ms)

describe('zones', () => {
  it('finds a zone whose clocks are set, by a year of orders', () => {
    const sample = sampleOf((_n, ms) => ({ total: 1.5, currency: 'EUR', date: clockIn('Europe/Vienna', ms) }))
    const { orders, notes } = proposed(sample)
    expect(orders.timeZone).toBe('Europe/Berlin')
    expect(notes.join(' ')).toContain('This is a guess.')
  })

  it('asks where an import wrote all documents at once', () => {
    const sample = sampleOf(
      (_n, ms) => ({ total: 1.5, currency: 'EUR', date: clockIn('Asia/Tokyo', ms) }),
      (n) => (400 - n * 9) * dayMs,
    )
    expect(asked(sample)).toEqual(['orders.timeZone'])
    expect(proposed(sample).orders.timeZone).toBeUndefined()
  })
})

it('does not take a state of an address, or somebody’s phone, for what they are called like', () => {
  const { findings } = proposed(
    sampleOf((n) => ({
      total: 1.5,
      currency: 'USD',
      address: { state: ['CA', 'NY'][n % 2], phoneNumber: 5_550_100_000 + n, status: undefined },
      driver: { name: 'Bo', phone: '+1 555 0100' },
      customer: { name: 'Ann', phone: '+1 555 0199' },
    })),
  )
  expect(findings.status.kind === 'field' && findings.status.fields.map(({ path }) => path)).toEqual(['status'])
  expect(findings.fields['customer.phone']?.[0]?.path).toBe('customer.phone')
  expect(findings.fields.orderId).toEqual([])
})
