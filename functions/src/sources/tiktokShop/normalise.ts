import { minorUnitsOfLine } from '../../contract/money.ts'
import type { Customer, LineItem, Order } from '../../contract/order.ts'
import type { Inputs, ParsedRecord, SourceRecord } from '../../model/source.ts'
import { recordIdOf } from '../../model/stream.ts'
import { addressOf, currencyOf, isObject, memberOf, objectsIn, textOf } from '../vendor/fields.ts'
import { refundedIn, withRefunds } from '../vendor/refunds.ts'
import { statusReader, type StatusMap } from '../vendor/statuses.ts'
import { amountOf, isoOfSeconds } from './fields.ts'
import { statusOfWord } from './statuses.ts'

export interface OrderParsing {
  readonly statusMap: StatusMap
  /** The pipeline of the shop's returns, whose rows say what was refunded. */
  readonly returns: string
}

/**
 * Reads TikTok Shop's orders as canonical ones. Only a missing status, creation time, currency or total puts an order into quarantine;
 * whatever else is absent is left out: an unpaid order has no address yet, and what is masked stays masked. A status that is no
 * known word counts as an order in work, and is flagged.
 */
export function orderParser({
  statusMap,
  returns,
}: OrderParsing): (record: SourceRecord, inputs: Inputs) => ParsedRecord<Order> {
  const readStatus = statusReader(statusOfWord, statusMap)
  return ({ sourceId, raw }, inputs) => {
    if (!isObject(raw)) return { ok: false, reason: 'it is no object' }
    const payment = memberOf(raw, 'payment')
    const currency = currencyOf(memberOf(payment, 'currency'))
    const total = currency === null ? null : amountOf(memberOf(payment, 'total_amount'), currency)
    const sourceStatus = textOf(raw.status)
    const createdAt = isoOfSeconds(raw.create_time)
    if (sourceStatus === undefined || createdAt === null || currency === null || total === null) {
      return { ok: false, reason: faultsIn({ raw, sourceStatus, createdAt, currency, total }) }
    }
    const known = readStatus(sourceStatus)
    const refunded = refundedIn(inputs.of(sourceId)[returns] ?? [], 'refundTotal', currency)
    const amount = (...names: readonly string[]): number =>
      names.reduce((sum, name) => sum + (amountOf(memberOf(payment, name), currency) ?? 0), 0)
    const lineItems = lineItemsOf(raw.line_items, currency)
    const address = addressOf(raw.recipient_address)
    const order: Order = {
      id: recordIdOf('tiktokShop', sourceId),
      source: 'tiktokShop',
      sourceId,
      // It is what sellers and buyers see as the number.
      orderNumber: sourceId,
      status: withRefunds(known ?? 'processing', refunded, total),
      sourceStatus,
      ...(known === null && { statusUnknown: true }),
      currency,
      total,
      subtotal: amountOf(memberOf(payment, 'sub_total'), currency) ?? total,
      tax: amount('tax'),
      shipping: amount('shipping_fee'),
      discount: amount('seller_discount', 'platform_discount'),
      ...(refunded > 0 && { refunded }),
      customer: customerOf(raw),
      ...(address !== undefined && { shippingAddress: address }),
      lineItems,
      itemCount: lineItems.reduce((sum, { quantity }) => sum + quantity, 0),
      createdAt,
      updatedAt: isoOfSeconds(raw.update_time) ?? createdAt,
    }
    return { ok: true, record: order, payload: raw }
  }
}

interface Essentials {
  readonly raw: Readonly<Record<string, unknown>>
  readonly sourceStatus: string | undefined
  readonly createdAt: string | null
  readonly currency: string | null
  readonly total: number | null
}

/** Names every essential field that is wrong, and quotes none. */
function faultsIn({ raw, sourceStatus, createdAt, currency, total }: Essentials): string {
  const payment = memberOf(raw, 'payment')
  return [
    sourceStatus === undefined ? fault('status', raw.status, 'is no text') : [],
    createdAt === null ? fault('create_time', raw.create_time, 'is no time in seconds') : [],
    currency === null ? fault('payment.currency', memberOf(payment, 'currency'), 'is no currency code') : [],
    // Without a currency nobody knows how to read it.
    currency !== null && total === null
      ? fault('payment.total_amount', memberOf(payment, 'total_amount'), 'is no decimal amount, or too large')
      : [],
  ]
    .flat()
    .join('; ')
}

function fault(name: string, value: unknown, problem: string): string {
  return `${name}: ${value === undefined || value === null || value === '' ? 'is missing' : problem}`
}

function customerOf(raw: Readonly<Record<string, unknown>>): Customer {
  const address = memberOf(raw, 'recipient_address')
  const [id, email] = [textOf(raw.user_id), textOf(raw.buyer_email)]
  const [name, phone] = [textOf(memberOf(address, 'name')), textOf(memberOf(address, 'phone_number'))]
  return {
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
  }
}

/** TikTok Shop sends a row for each unit: rows of one SKU, price and name are one item with a quantity. */
function lineItemsOf(value: unknown, currency: string): LineItem[] {
  const groups = Map.groupBy(objectsIn(value).map(unitOf), ({ key }) => key)
  return [...groups.values()].flatMap((units) => {
    const [unit] = units
    if (unit === undefined) return []
    const { sku, name, price } = unit
    return {
      ...(sku !== undefined && { sku }),
      name,
      quantity: units.length,
      unitPrice: amountOf(price, currency) ?? 0,
      // Rounded once: three at 0.333 are 1.00.
      total: minorUnitsOfLine(price, units.length, currency) ?? 0,
    }
  })
}

function unitOf(row: Readonly<Record<string, unknown>>) {
  const sku = textOf(row.seller_sku) ?? textOf(row.sku_id)
  const variant = textOf(row.sku_name)
  // What has no variants has one that is called so.
  const names = [textOf(row.product_name), variant === 'Default' ? undefined : variant]
  const name = names.filter((part) => part !== undefined).join(', ') || (sku ?? '')
  const price = textOf(row.sale_price) ?? '0'
  return { sku, name, price, key: JSON.stringify([row.sku_id, sku, price, name]) }
}
