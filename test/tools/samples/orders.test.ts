import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { minorPerMajor } from '../../../tools/samples/currencies.ts'
import { sampleStatuses, type SampleStatus } from '../../../tools/samples/lifecycle.ts'
import { changeOf, newOrder, sampleOrders, type SampleOrder } from '../../../tools/samples/orders.ts'
import { randomFrom } from '../../../tools/samples/random.ts'
import { sampleSpanMs } from '../../../tools/samples/times.ts'

const now = Date.UTC(2026, 10, 20, 12)
const dayMs = 86_400_000
const shop = [...sampleOrders({ seed: 1, count: 5_000, now })]

function share(orders: readonly SampleOrder[], statuses: readonly SampleStatus[]): number {
  return orders.filter(({ data }) => statuses.includes(data.status)).length / orders.length
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

describe('sampleOrders', () => {
  it('gives the same orders for the same seed, and others for another', () => {
    expect([...sampleOrders({ seed: 1, count: 50, now })]).toEqual([...sampleOrders({ seed: 1, count: 50, now })])
    const [first] = sampleOrders({ seed: 2, count: 50, now })
    expect(first?.id).not.toBe([...sampleOrders({ seed: 1, count: 50, now })][0]?.id)
  })

  it('gives as many as asked for, none included', () => {
    expect(shop).toHaveLength(5_000)
    expect([...sampleOrders({ seed: 1, count: 0, now })]).toEqual([])
  })

  it('numbers the orders by age and repeats no id', () => {
    expect(shop[0]?.data.orderId).toBe('#10001')
    expect(new Set(shop.map(({ id }) => id)).size).toBe(shop.length)
    expect(new Set(shop.map(({ data }) => data.orderId)).size).toBe(shop.length)
    const times = shop.map(({ data }) => data.timestamp)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  it('stays within two years, changes after placing, and never in the future', () => {
    for (const { data } of shop) {
      expect(Number.isInteger(data.timestamp) && Number.isInteger(data.updatedAt)).toBe(true)
      expect(data.timestamp).toBeGreaterThanOrEqual(now - sampleSpanMs)
      expect(data.updatedAt).toBeGreaterThanOrEqual(data.timestamp)
      expect(data.updatedAt).toBeLessThanOrEqual(now)
    }
  })

  it('grows, and sleeps at night', () => {
    const half = now - sampleSpanMs / 2
    const newer = shop.filter(({ data }) => data.timestamp >= half).length
    expect(newer / shop.length).toBeGreaterThan(0.6)
    const at = (from: number, to: number): number =>
      shop.filter(({ data }) => {
        const hour = new Date(data.timestamp).getUTCHours()
        return hour >= from && hour < to
      }).length
    expect(at(1, 5) * 4).toBeLessThan(at(17, 21))
  })

  it('has statuses that fit the age', () => {
    const old = shop.filter(({ data }) => data.timestamp < now - 60 * dayMs)
    const young = [...sampleOrders({ seed: 3, count: 20_000, now })].filter(
      ({ data }) => data.timestamp > now - dayMs / 2,
    )
    expect(share(old, ['COMPLETED', 'DELIVERED'])).toBeGreaterThan(0.8)
    expect(share(old, ['CANCELLED', 'REFUNDED'])).toBeGreaterThan(0.02)
    expect(share(old, ['PENDING'])).toBe(0)
    expect(share(young, ['PENDING', 'PROCESSING'])).toBeGreaterThan(0.8)
  })

  it('adds up in every currency, to the minor unit', () => {
    for (const { data } of shop) {
      const minor = (amount: number): number => {
        const units = amount * minorPerMajor(data.currency)
        expect(Math.abs(units - Math.round(units))).toBeLessThan(1e-6)
        return Math.round(units)
      }
      const subtotal = sum(data.items.map(({ price, quantity }) => minor(price) * quantity))
      expect(minor(data.subtotal)).toBe(subtotal)
      expect(minor(data.totalAmount)).toBe(subtotal - minor(data.discount) + minor(data.shipping) + minor(data.tax))
      expect(data.totalAmount).toBeGreaterThan(0)
    }
  })

  it('is mostly in dollars, and has currencies of no and of three decimals', () => {
    const inCurrency = (currency: string): number => shop.filter(({ data }) => data.currency === currency).length
    expect(inCurrency('USD') / shop.length).toBeGreaterThan(0.4)
    expect(Math.min(inCurrency('JPY'), inCurrency('KWD'), inCurrency('EUR'), inCurrency('GBP'))).toBeGreaterThan(0)
  })

  it('has customers with accents, plain addresses and more than one order', () => {
    const customers = shop.map(({ data }) => data.customer)
    expect(customers.some(({ name }) => name.normalize('NFD') !== name)).toBe(true)
    for (const { email, phone } of customers) {
      expect(email).toMatch(/^[a-z]+(\.[a-z]+)?\d+@example\.(com|net|org)$/)
      expect(phone).toMatch(/^\+[\d ]+$/)
    }
    expect(new Set(customers.map(({ id }) => id)).size).toBeLessThan(shop.length / 2)
  })

  it('holds nothing that Firestore refuses', () => {
    const orders = shop.slice(0, 500)
    expect(JSON.parse(JSON.stringify(orders))).toStrictEqual(orders)
  })
})

describe('newOrder', () => {
  it('is pending and was placed now', () => {
    const { data } = newOrder({ random: randomFrom(9), orderNumber: 20_000, now })
    expect(data).toMatchObject({ orderId: '#20000', status: 'PENDING', timestamp: now, updatedAt: now })
  })
})

/** Where a status comes in an order's life. */
function rank(status: SampleStatus): number {
  return sampleStatuses.indexOf(status)
}

describe('changeOf', () => {
  it('moves every order forward to an end, with a later updatedAt each time', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -dayMs, max: dayMs }), (seed, elapsed) => {
        const random = randomFrom(seed)
        let order = newOrder({ random, orderNumber: 1, now })
        for (let step = 0; step < 8; step++) {
          const changed = changeOf(order, random, now + elapsed)
          const ended = order.data.status === 'CANCELLED' || order.data.status === 'REFUNDED'
          expect(rank(changed.data.status) - rank(order.data.status)).toBeGreaterThanOrEqual(ended ? 0 : 1)
          expect(changed.data.updatedAt).toBeGreaterThan(order.data.updatedAt)
          expect({ ...changed.data, status: order.data.status, updatedAt: order.data.updatedAt }).toEqual(order.data)
          order = changed
        }
        expect(['CANCELLED', 'REFUNDED']).toContain(order.data.status)
      }),
    )
  })

  it('leaves the order that it was given alone', () => {
    const order = newOrder({ random: randomFrom(4), orderNumber: 1, now })
    const before = structuredClone(order)
    expect(changeOf(order, randomFrom(5), now + 1_000).data.updatedAt).toBe(now + 1_000)
    expect(order).toEqual(before)
  })
})

describe('randomFrom', () => {
  it('spreads evenly and reaches both ends of a range', () => {
    const random = randomFrom(42)
    const values = Array.from({ length: 20_000 }, () => random.integer(1, 6))
    for (const face of [1, 2, 3, 4, 5, 6]) {
      expect(values.filter((value) => value === face).length / values.length).toBeCloseTo(1 / 6, 1)
    }
    expect(values.every((value) => value >= 1 && value <= 6)).toBe(true)
  })

  it('follows weights and refuses an empty list', () => {
    const random = randomFrom(7)
    const items = [{ weight: 0 }, { weight: 3 }, { weight: 1 }]
    const drawn = Array.from({ length: 4_000 }, () => items.indexOf(random.weighted(items)))
    expect(drawn).not.toContain(0)
    expect(drawn.filter((index) => index === 1).length / drawn.length).toBeCloseTo(0.75, 1)
    expect(() => random.pick([])).toThrow(RangeError)
    expect(() => random.weighted([])).toThrow(RangeError)
  })
})
