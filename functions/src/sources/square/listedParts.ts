import type { Order } from '../../contract/order.ts'
import { periodOf } from '../../contract/periods.ts'
import { isTimeZone, TimeZone } from '../../contract/timeZone.ts'
import type { OrderParts } from '../../streams/orderParts/stream.ts'
import { memberOf, objectsIn, textOf } from '../vendor/fields.ts'
import type { Amounts } from './money.ts'
import { quantityOf } from './orderParts.ts'

type RawPart = Readonly<Record<string, unknown>>

/** The parts of an order that are listed by themselves; amounts that cannot be read are noted in `amounts`. */
export function listedPartsOf(raw: RawPart, order: Order, timeZone: string | null, amounts: Amounts): OrderParts {
  const { sourceId: orderId, currency, createdAt, status } = order
  const base = { orderId, locationId: textOf(raw.location_id) ?? null, createdAt }
  const day = dayOf(createdAt, timeZone)
  const partsOf = <Part>(
    name: string,
    rows: readonly RawPart[],
    partOf: (row: RawPart, at: string) => Part,
  ): (Part & typeof base & { readonly id: string })[] => {
    const keyOf = keysOf(order.id)
    return rows.map((row, i) => ({ id: keyOf(row.uid ?? row.id, i), ...base, ...partOf(row, `${name}.${i}`) }))
  }
  const money = (at: string, row: RawPart, name: string): number => amounts.of(`${at}.${name}`, row[name])
  const quantity = (at: string, row: RawPart): number =>
    quantityOf(row.quantity) ?? amounts.refuse(`${at}.quantity: is no decimal number`)
  return {
    lineItems: partsOf('line_items', objectsIn(raw.line_items), (row, at) => ({
      status,
      day,
      variationId: textOf(row.catalog_object_id) ?? null,
      name: textOf(row.name) ?? '',
      variationName: textOf(row.variation_name) ?? null,
      quantity: quantity(at, row),
      currency,
      unitPrice: money(at, row, 'base_price_money'),
      discount: money(at, row, 'total_discount_money'),
      tax: money(at, row, 'total_tax_money'),
      total: money(at, row, 'total_money'),
    })),
    fulfillments: partsOf('fulfillments', objectsIn(raw.fulfillments), (row) => ({
      type: textOf(row.type) ?? null,
      state: textOf(row.state) ?? null,
    })),
    returns: partsOf('returns', returnedLines(raw), (row, at) => ({
      sourceOrderId: textOf(row.source_order_id) ?? null,
      variationId: textOf(row.catalog_object_id) ?? null,
      name: textOf(row.name) ?? '',
      quantity: quantity(at, row),
      currency,
      total: money(at, row, 'total_money'),
    })),
    refunds: partsOf('refunds', objectsIn(raw.refunds), (row, at) => ({
      tenderId: textOf(row.tender_id) ?? null,
      reason: textOf(row.reason) ?? null,
      status: textOf(row.status) ?? null,
      currency,
      amount: money(at, row, 'amount_money'),
    })),
    tenders: partsOf('tenders', objectsIn(raw.tenders), (row, at) => ({
      type: textOf(row.type) ?? null,
      paymentId: textOf(row.payment_id) ?? null,
      cardBrand: textOf(memberOf(memberOf(row.card_details, 'card'), 'card_brand')) ?? null,
      currency,
      amount: money(at, row, 'amount_money'),
      tip: money(at, row, 'tip_money'),
    })),
  }
}

/** The lines of all returns of an order, each with the order that it was sold with. */
function returnedLines(raw: RawPart): RawPart[] {
  return objectsIn(raw.returns).flatMap(({ source_order_id, return_line_items }) =>
    objectsIn(return_line_items).map((line) => ({ ...line, source_order_id })),
  )
}

/** Returns a function that gives each part of an order an id; a key that is missing, or there twice, is its place. */
function keysOf(orderId: string): (key: unknown, place: number) => string {
  const used = new Set<string>()
  return (key, place) => {
    const own = textOf(key)?.replaceAll('#', '-')
    const name = own === undefined || used.has(own) ? `${own ?? ''}@${place}` : own
    used.add(name)
    return `${orderId}#${name}`
  }
}

const zones = new Map<string, TimeZone>()

/** The day of a sale at its place, by the place's clocks; in UTC where nobody knows them. */
function dayOf(createdAt: string, timeZone: string | null): string {
  const name = timeZone !== null && isTimeZone(timeZone) ? timeZone : 'UTC'
  const zone = zones.get(name) ?? new TimeZone(name)
  zones.set(name, zone)
  return periodOf(zone.dayOf(Date.parse(createdAt)), 'day')
}
