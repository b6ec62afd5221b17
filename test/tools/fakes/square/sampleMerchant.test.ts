import { describe, expect, it } from 'vitest'

import { FakeMerchant } from '../../../../tools/fakes/square/merchant.ts'
import { restOf, shown, type Members, type Records } from '../../../../tools/fakes/square/records.ts'
import type { MerchantFilling } from '../../../../tools/fakes/square/sample/filling.ts'
import {
  advanceSampleOrder,
  fillMerchant,
  placeSampleOrder,
} from '../../../../tools/fakes/square/sample/sampleMerchant.ts'
import { randomFrom } from '../../../../tools/samples/random.ts'

const filling: MerchantFilling = { seed: 7, count: 2_000, now: Date.UTC(2026, 6, 1, 12) }

function filled(more: Partial<MerchantFilling> = {}): FakeMerchant {
  const merchant = new FakeMerchant({ id: 'M' }, () => filling.now)
  fillMerchant(merchant, { ...filling, ...more })
  return merchant
}

interface Amount {
  readonly total_money: { readonly amount: number }
}
interface OrderMembers extends Members, Partial<Amount> {
  readonly line_items?: readonly Amount[]
  readonly total_tip_money?: { readonly amount: number }
  readonly tenders?: readonly { readonly payment_id: string }[]
  readonly returns?: readonly { readonly source_order_id: string }[]
}

function membersOf(records: Records, id: string): OrderMembers {
  const record = records.get(id)
  if (record === undefined) throw new Error('The record is there.')
  return restOf(record)
}

const ordersOf = (merchant: FakeMerchant): OrderMembers[] =>
  [...merchant.orders.ids()].map((id) => membersOf(merchant.orders, id))

const linesOf = (merchant: FakeMerchant): number =>
  ordersOf(merchant).reduce((sum, { line_items = [] }) => sum + line_items.length, 0)

describe('a sample merchant', () => {
  it('is the same each time', () => {
    const [merchant, again] = [filled(), filled()]
    for (const kind of ['orders', 'payments', 'refunds'] as const) {
      expect([...again[kind].ids()]).toEqual([...merchant[kind].ids()])
      for (const id of merchant[kind].ids()) {
        const [one, other] = [merchant[kind].get(id), again[kind].get(id)]
        expect(other && shown(other, 'state')).toEqual(one && shown(one, 'state'))
      }
    }
  })

  it('has as many sales, lines and counts in stock as are asked for', () => {
    const merchant = filled({ count: 3_039, lineItems: 15_913, availabilities: 781 })
    const sales = ordersOf(merchant).filter(({ returns }) => returns === undefined)
    expect([sales.length, linesOf(merchant)]).toEqual([3_039, 15_913])
    const sizes = new Set(sales.map(({ line_items = [] }) => line_items.length))
    expect(Math.min(...sizes)).toBe(1)
    expect(Math.max(...sizes)).toBeGreaterThan(8)
    const inStock = [...merchant.inventory.counts.ids()].filter((id) => id.endsWith(':IN_STOCK'))
    expect(inStock).toHaveLength(781)
    expect(merchant.inventory.counts.size).toBeGreaterThan(781)
  })

  it('has orders that add up, and payments of what is due', () => {
    const merchant = filled()
    for (const { line_items = [], total_money, total_tip_money, tenders = [] } of ordersOf(merchant)) {
      if (total_money === undefined) continue
      const lines = line_items.reduce((sum, line) => sum + line.total_money.amount, 0)
      expect(lines + (total_tip_money?.amount ?? 0)).toBe(total_money.amount)
      for (const { payment_id } of tenders) {
        expect(membersOf(merchant.payments, payment_id).total_money).toEqual(total_money)
      }
    }
  })

  it('has refunds of every end, each with an order of its own', () => {
    const merchant = filled({ count: 6_000 })
    const statuses = new Set([...merchant.refunds.ids()].map((id) => merchant.refunds.get(id)?.state))
    expect(statuses).toEqual(new Set(['COMPLETED', 'FAILED', 'REJECTED', 'PENDING']))
    for (const id of merchant.refunds.ids()) {
      const [source] = membersOf(merchant.orders, String(membersOf(merchant.refunds, id).order_id)).returns ?? []
      expect(membersOf(merchant.orders, source?.source_order_id ?? '')).toHaveProperty('total_money')
    }
  })

  it('has locations in several zones, more than one search takes, of which one is closed', () => {
    const merchant = filled()
    const locations = [...merchant.locations.values()]
    expect(locations).toHaveLength(11)
    expect(new Set(locations.map(({ timezone }) => timezone)).size).toBeGreaterThan(4)
    expect(locations.filter(({ status }) => status === 'INACTIVE')).toMatchObject([{ id: 'LOC0000000011' }])
    const last = Math.max(
      ...[...merchant.orders.ids()].flatMap((id) => {
        const order = merchant.orders.get(id)
        return order?.locationId === 'LOC0000000011' && membersOf(merchant.orders, id).returns === undefined
          ? order.createdMs
          : []
      }),
    )
    expect(last).toBeLessThan(filling.now - 365 * 86_400_000)
  })

  it('has sales at the counter and online, and times of both forms', () => {
    const merchant = filled()
    const names = new Set(ordersOf(merchant).map(({ source }) => (source as Members).name))
    expect(names).toEqual(new Set([undefined, 'Online store']))
    const forms = new Set(
      [...merchant.orders.ids()].map((id) => (merchant.orders.get(id)?.createdMs ?? 0) % 1000 === 0),
    )
    expect(forms).toEqual(new Set([true, false]))
  })

  it('has goods that are sold out, dearer elsewhere, or not counted, each of a vendor who is there', () => {
    const merchant = filled()
    const variations = [...merchant.catalog.objects.values()].filter(({ type }) => type === 'ITEM_VARIATION')
    const overrides = variations.flatMap(({ data }) => (data.location_overrides ?? []) as readonly Members[])
    expect(overrides.some(({ sold_out }) => sold_out === true)).toBe(true)
    expect(overrides.some(({ price_money }) => price_money !== undefined)).toBe(true)
    for (const { id, data } of variations) {
      const [{ vendor_id }] = data.vendor_information as readonly [Members]
      expect(merchant.vendors.records.get(String(vendor_id))).toBeDefined()
      const isCounted = [...merchant.inventory.counts.ids()].some((key) => key.startsWith(`${id}:`))
      expect(isCounted).toBe(data.track_inventory)
    }
  })

  it('may be of another currency', () => {
    const merchant = filled({ currency: 'JPY', count: 50 })
    for (const { net_amounts } of ordersOf(merchant)) {
      expect(net_amounts).toMatchObject({ total_money: { currency: 'JPY' } })
    }
  })

  it('goes on trading', () => {
    const merchant = filled({ count: 20 })
    const before = merchant.orders.size
    const random = randomFrom(3)
    const placed = Array.from({ length: 40 }, () => placeSampleOrder(merchant, filling))
    expect(new Set(placed.map(({ orderId }) => orderId)).size).toBe(40)
    for (let round = 0; round < 4; round++) {
      for (const { orderId } of placed) advanceSampleOrder(merchant, orderId, random)
    }
    expect(placed.filter(({ orderId }) => merchant.orders.get(orderId)?.state === 'OPEN')).toEqual([])
    expect(merchant.orders.size).toBeGreaterThan(before + 40)
    const types = new Set(merchant.events.all.map(({ type }) => type))
    for (const type of ['order.created', 'order.updated', 'payment.created', 'refund.updated'])
      expect(types).toContain(type)
  })
})
