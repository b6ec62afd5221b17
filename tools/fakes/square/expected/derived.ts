import type { FakeMerchant } from '../merchant.ts'
import { itemsOf, variationsOf } from './catalog.ts'
import { locationsOf } from './directory.ts'
import type { Facts } from './facts.ts'
import { ordersOf, statusOf } from './orders.ts'
import { countsOf } from './stock.ts'
import { refundedOf } from './trade.ts'

interface Sale {
  readonly orders: Set<string>
  units: number
  revenue: number
}

/** Returns the sales of each variation at each place on each day there. */
export function salesFacts(merchant: FakeMerchant): Facts {
  const refunded = refundedOf(merchant)
  const days = new Map(locationsOf(merchant).map(({ id, timezone }) => [id, dayFormat(timezone)]))
  const sales = new Map<string, Sale>()
  for (const order of ordersOf(merchant)) {
    const status = statusOf(order, refunded.get(order.id) ?? 0)
    if (status === 'cancelled' || status === 'refunded') continue
    const day = days.get(order.location_id)?.format(new Date(order.created_at)) ?? ''
    for (const line of order.line_items ?? []) {
      const key = [day, order.location_id, line.catalog_object_id ?? ''].map(encodeURIComponent).join(':')
      const sale = sales.get(key) ?? { orders: new Set(), units: 0, revenue: 0 }
      sales.set(key, sale)
      sale.orders.add(order.id)
      sale.units += Number(line.quantity)
      sale.revenue += line.total_money.amount
    }
  }
  return new Map(
    [...sales].map(([key, { orders, units, revenue }]) => [
      key,
      { orders: orders.size, units: Number(units.toFixed(5)), revenue },
    ]),
  )
}

/** Writes a day as 2026-11-30, by the clocks of a zone. */
function dayFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
}

/** Every variation with what its item, its counts and its vendors say. */
export function libraryFacts(merchant: FakeMerchant): Facts {
  const names = new Map(itemsOf(merchant).map(({ id, item_data }) => [id, item_data.name]))
  const counts = Map.groupBy(countsOf(merchant), ({ catalog_object_id }) => catalog_object_id)
  return new Map(
    variationsOf(merchant).map(({ id, item_variation_data: data }) => [
      id,
      {
        itemName: names.get(data.item_id) ?? null,
        name: data.name,
        sku: data.sku ?? null,
        price: data.price_money?.amount ?? null,
        stock: (counts.get(id) ?? [])
          .filter(({ state }) => state === 'IN_STOCK')
          .map(({ location_id, quantity }) => ({ locationId: location_id, quantity: Number(quantity) }))
          .toSorted((a, b) => (a.locationId < b.locationId ? -1 : 1)),
        vendors: (data.vendor_information ?? [])
          .map(({ vendor_id, vendor_code, unit_cost_money }) => ({
            vendorId: vendor_id,
            vendorCode: vendor_code ?? null,
            unitCost: unit_cost_money?.amount ?? null,
          }))
          .toSorted((a, b) => (a.vendorId < b.vendorId ? -1 : 1)),
      },
    ]),
  )
}

/** The columns that name records of other streams. */
const references = {
  orderLineItems: { variationId: 'catalogVariations', locationId: 'locations' },
  orderReturns: { sourceOrderId: 'orders', variationId: 'catalogVariations' },
  tenders: { paymentId: 'payments' },
  payments: { orderId: 'orders' },
  refunds: { orderId: 'orders', paymentId: 'payments' },
  catalogItems: { categoryIds: 'catalogCategories' },
  catalogVariations: { itemId: 'catalogItems' },
  catalogLocationAvailability: { locationId: 'locations' },
  catalogVendorInfo: { vendorId: 'vendors' },
  inventoryCounts: { variationId: 'catalogVariations', locationId: 'locations' },
} as const

/** The records that others name and that are nowhere, with the number of those that name them. */
export function missingFacts(all: Readonly<Record<string, Facts>>): Facts {
  const counts = new Map<string, number>()
  for (const [from, columns] of Object.entries(references)) {
    for (const facts of all[from]?.values() ?? []) {
      for (const [column, to] of Object.entries(columns)) {
        // A reference is an id or several, or none.
        const named = [(facts[column] as string | readonly string[] | null | undefined) ?? []].flat()
        const missing = named.filter((id) => all[to]?.has(id) !== true)
        for (const id of new Set(missing.map((one) => `${to}:${encodeURIComponent(one)}`))) {
          counts.set(id, (counts.get(id) ?? 0) + 1)
        }
      }
    }
  }
  return new Map([...counts].map(([id, count]) => [id, { references: count }]))
}
