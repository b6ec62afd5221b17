import type { FakeMerchant } from '../../../../tools/fakes/square/merchant.ts'
import { restOf, type Members } from '../../../../tools/fakes/square/records.ts'
import { refundPayment, settleRefund } from '../../../../tools/fakes/square/trade/refunding.ts'
import { changeOrder, fulfilOrder, payOrder, placeOrder } from '../../../../tools/fakes/square/trade/trade.ts'

/* What people at a merchant do, each told by a number: the same number does the same to the same merchant. */

/** What a merchant is opened with. Some of it is never removed: where nothing is left nothing is deleted (invariant 7). */
const opened = { locations: 3, items: 8, variations: 18, people: 7 } as const
/** The first that is removed, of items, of variations and of people. */
const firstRemoved = { item: 6, variation: 6, person: 4 } as const

const itemIdAt = (n: number): string => `I${n}`
const variationIdAt = (n: number): string => `V${n}`
const usd = (amount: number) => ({ amount, currency: 'USD' })

/** Opens a merchant with some of everything. */
export function openShop(merchant: FakeMerchant): void {
  for (let n = 0; n < opened.locations; n++) openLocation(merchant, n)
  for (let n = 0; n < 2; n++) merchant.catalog.put('CATEGORY', `C${n}`, { name: `Category ${n}` })
  for (let n = 0; n < opened.items; n++) putItem(merchant, n)
  for (let n = 0; n < opened.variations; n++) putVariation(merchant, n)
  for (let n = 0; n < opened.people; n++) for (let kind = 0; kind < 3; kind++) putPerson(merchant, n * 3 + kind)
  for (let n = 0; n < 8; n++) stock(merchant, n)
  for (let n = 0; n < 20; n++) sell(merchant, n)
}

export function openLocation(merchant: FakeMerchant, n: number): void {
  const timezone = ['America/New_York', 'Pacific/Honolulu', 'Asia/Tokyo'][n % 3]
  if (!merchant.locations.has(`L${n}`)) merchant.putLocation(`L${n}`, { timezone })
}

/** A location is renamed, closed or opened again. */
export function changeLocation(merchant: FakeMerchant, n: number): void {
  const id = locationAt(merchant, n)
  merchant.putLocation(id, { name: `Place ${n}`, status: n % 2 === 0 ? 'ACTIVE' : 'INACTIVE' })
}

function locationAt(merchant: FakeMerchant, n: number): string {
  const ids = [...merchant.locations.keys()]
  return ids[n % ids.length] ?? ''
}

export function putItem(merchant: FakeMerchant, n: number): void {
  merchant.catalog.put('ITEM', itemIdAt(n), {
    name: `Item ${n} of ${merchant.now()}`,
    categories: [{ id: `C${n % 3}` }],
  })
}

/** A variation is new, or gets another price, other vendors and other places. */
export function putVariation(merchant: FakeMerchant, n: number): void {
  const location_id = locationAt(merchant, n)
  merchant.catalog.put('ITEM_VARIATION', variationIdAt(n), {
    item_id: itemIdAt(n % opened.items),
    name: `Variation ${n}`,
    price_money: usd(1_000 + (merchant.now() % 997)),
    track_inventory: n % 3 > 0,
    location_overrides: n % 2 === 0 ? [] : [{ location_id, sold_out: merchant.now() % 2 === 0 }],
    vendor_information: [{ vendor_id: `VEND${n % 5}`, unit_cost_money: usd(merchant.now() % 101) }],
  })
}

/** Deletes an item with its variations, or a variation. */
export function removeFromCatalog(merchant: FakeMerchant, n: number): void {
  const { item, variation } = firstRemoved
  merchant.catalog.remove(n % 3 === 0 ? itemIdAt(item + (n % 2)) : variationIdAt(variation + (n % 8)))
}

/** A vendor, a customer or a team member is new, or gets another name. */
export function putPerson(merchant: FakeMerchant, n: number): void {
  const at = Math.floor(n / 3)
  if (n % 3 === 0) merchant.vendors.put(`VEND${at}`, { name: `Vendor of ${merchant.now()}` })
  else if (n % 3 === 1) merchant.customers.put(`CUST${at}`, { given_name: 'Ann', family_name: `of ${merchant.now()}` })
  else merchant.teamMembers.put(`TEAM${at}`, { given_name: `Bo of ${merchant.now()}` })
}

/** Deletes a customer: no list tells. */
export function removeCustomer(merchant: FakeMerchant, n: number): void {
  merchant.customers.remove(`CUST${firstRemoved.person + (n % 3)}`)
}

/** Goods are counted, sold or ordered. */
export function stock(merchant: FakeMerchant, n: number): void {
  const of = { variationId: variationIdAt(n % firstRemoved.variation), locationId: locationAt(merchant, n) }
  if (n % 3 === 0) merchant.inventory.count(of, String((n % 7) + 0.5))
  else if (n % 3 === 1) merchant.inventory.adjust(of, { from: 'IN_STOCK', to: 'SOLD', quantity: '1' })
  else merchant.inventory.adjust(of, { from: 'NONE', to: 'ORDERED_FROM_VENDOR', quantity: '24' })
}

/** An order is placed at the counter or online, and paid by card or by cash, or not yet. */
export function sell(merchant: FakeMerchant, n: number): void {
  const isPointOfSale = n % 2 === 0
  // Some goods are of no catalog (yet).
  const lines = [
    { name: 'Tea', quantity: '1', price: 2_000, variationId: variationIdAt(n % 10) },
    { name: 'By weight', quantity: '0.375', price: 800, ...(n % 3 > 0 && { variationId: variationIdAt(n % 4) }) },
  ]
  placeOrder(merchant, {
    locationId: locationAt(merchant, n),
    lines,
    isPointOfSale,
    payment: n % 5 === 4 ? null : n % 3 === 0 ? 'CASH' : 'CARD',
    ...(n % 4 === 0 && { tip: 150 }),
    // An offline till tells of its sales days later.
    ...(n % 7 === 6 && { soldMs: merchant.now() - 50 * 3_600_000 }),
    ...(!isPointOfSale && {
      customerId: `CUST${n % 6}`,
      fulfillments: [{ uid: 'f1', type: n % 3 === 0 ? 'SHIPMENT' : 'PICKUP', state: 'PROPOSED' }],
    }),
  })
}

/** An order that was sold moves on: it is paid, fulfilled, cancelled or noted. */
export function moveOn(merchant: FakeMerchant, n: number): void {
  const sold = [...merchant.orders.ids()].filter((id) => memberOf(merchant.orders.get(id), 'total_money') !== undefined)
  const id = sold[n % sold.length]
  const order = id === undefined ? undefined : merchant.orders.get(id)
  if (id === undefined || order === undefined) return
  const due = (memberOf(order, 'net_amount_due_money') as { amount: number } | undefined)?.amount ?? 0
  const hasFulfillment = memberOf(order, 'fulfillments') !== undefined
  if (order.state === 'OPEN' && due > 0) payOrder(merchant, id, 'CARD', n % 2 === 0 && due > 500 ? { amount: 500 } : {})
  else if (order.state === 'OPEN' && hasFulfillment) fulfilOrder(merchant, id, n % 4 === 0 ? 'CANCELED' : 'COMPLETED')
  else changeOrder(merchant, id, { ticket_name: `Table ${n}` })
}

/** A payment is asked back, wholly or in part. */
export function refund(merchant: FakeMerchant, n: number): void {
  const ids = [...merchant.payments.ids()]
  const id = ids[n % ids.length]
  const payment = id === undefined ? undefined : merchant.payments.get(id)
  if (payment === undefined || memberOf(payment, 'refund_ids') !== undefined) return
  refundPayment(merchant, payment.id, n % 3 === 0 ? { amount: 400 } : {})
}

/** The oldest refund that is pending is completed, rejected or fails. */
export function settle(merchant: FakeMerchant, n: number): void {
  const pending = [...merchant.refunds.ids()].find((id) => merchant.refunds.get(id)?.state === 'PENDING')
  if (pending !== undefined)
    settleRefund(merchant, pending, (['COMPLETED', 'COMPLETED', 'REJECTED', 'FAILED'] as const)[n % 4] ?? 'COMPLETED')
}

function memberOf(record: Parameters<typeof restOf>[0] | undefined, name: string): unknown {
  const rest: Members = record === undefined ? {} : restOf(record)
  return rest[name]
}
