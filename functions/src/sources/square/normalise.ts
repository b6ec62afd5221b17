import type { Order, OrderStatus } from '../../contract/order.ts'
import type { Inputs, ParsedRecord, SourceRecord } from '../../model/source.ts'
import { recordIdOf } from '../../model/stream.ts'
import { isObject, memberOf, objectsIn, textOf } from '../vendor/fields.ts'
import { refundedIn, withRefunds } from '../vendor/refunds.ts'
import { statusReader, type StatusMap } from '../vendor/statuses.ts'
import type { PartedOrder } from '../../streams/orderParts/stream.ts'
import { listedPartsOf } from './listedParts.ts'
import { customerOf, lineItemsOf, shippingAddressOf } from './orderParts.ts'
import { Amounts, moneyOf } from './money.ts'
import { isoOfTime } from './records.ts'
import { statusOfOpen, statusOfState } from './statuses.ts'

export interface OrderParsing {
  readonly statusMap: StatusMap
  /** The pipeline of the merchant's refunds, whose rows say what was refunded. */
  readonly refunds: string
}

/**
 * Reads Square's orders as canonical ones. A missing state, creation time or total puts an order into quarantine, and so does an amount
 * that cannot be read exactly; whatever else is absent is left out: sales at a till have neither a name nor a customer.
 *
 * A refund is an order of its own that sells nothing, and whose net amounts are negative: a return. It is in no revenue, for the order that
 * was paid says what was refunded of it.
 */
export function orderParser({
  statusMap,
  refunds,
}: OrderParsing): (record: SourceRecord, inputs: Inputs) => ParsedRecord<PartedOrder> {
  const readStatus = statusReader(statusOfState, statusMap)
  const isMapped = (word: string): boolean => Object.keys(statusMap).some((own) => own.toUpperCase() === word)
  return ({ sourceId, raw: listed }, inputs) => {
    const [raw, timeZone] = [memberOf(listed, 'order'), textOf(memberOf(listed, 'timeZone')) ?? null]
    if (!isObject(raw)) return { ok: false, reason: 'it is no object' }
    const [state, createdAt] = [textOf(raw.state), isoOfTime(raw.created_at)]
    const isReturn = objectsIn(raw.returns).length > 0 && objectsIn(raw.line_items).length === 0
    const [totalName, totalMoney] = isReturn
      ? ['net_amounts.total_money', memberOf(raw.net_amounts, 'total_money')]
      : ['total_money', raw.total_money]
    const money = moneyOf(totalMoney)
    if (state === undefined || createdAt === null || money === null) {
      return { ok: false, reason: faultsIn({ state: state ?? null, created_at: createdAt, [totalName]: money }) }
    }
    const { amount: total, currency } = money
    const amounts = new Amounts(currency)
    const known = readStatus(state)
    const status = state.toUpperCase() === 'OPEN' && !isMapped('OPEN') ? statusOfOpen(raw) : (known ?? 'processing')
    const refunded = refundedIn(inputs.of(sourceId)[refunds] ?? [], 'amount', currency)
    const lineItems = lineItemsOf(raw.line_items, amounts)
    const address = shippingAddressOf(raw)
    const order: Order = {
      id: recordIdOf('square', sourceId),
      source: 'square',
      sourceId,
      orderNumber: textOf(raw.reference_id) ?? sourceId,
      ...(isReturn && { kind: 'return' }),
      status: isReturn ? statusOfReturn(status) : withRefunds(status, refunded, total),
      sourceStatus: state,
      ...(known === null && { statusUnknown: true }),
      currency,
      total,
      ...partsOf(total, raw, isReturn, amounts),
      shipping: 0,
      ...(refunded > 0 && { refunded }),
      customer: customerOf(raw),
      ...(address !== undefined && { shippingAddress: address }),
      lineItems,
      itemCount: lineItems.reduce((sum, { quantity }) => sum + quantity, 0),
      createdAt,
      updatedAt: isoOfTime(raw.updated_at) ?? createdAt,
    }
    const record = { ...order, parts: listedPartsOf(raw, order, timeZone, amounts) }
    const faults = [...new Set(amounts.faults)]
    return faults.length > 0 ? { ok: false, reason: faults.slice(0, 5).join('; ') } : { ok: true, record, payload: raw }
  }
}

/** The parts of an order's total: of a return the net ones. */
function partsOf(
  total: number,
  raw: Readonly<Record<string, unknown>>,
  isReturn: boolean,
  amounts: Amounts,
): Pick<Order, 'subtotal' | 'tax' | 'discount'> {
  const part = (name: string): number =>
    isReturn
      ? amounts.of(`net_amounts.${name}_money`, memberOf(raw.net_amounts, `${name}_money`))
      : amounts.of(`total_${name}_money`, raw[`total_${name}_money`])
  const [tax, discount] = [part('tax'), part('discount')]
  // What the goods cost before the discount; tips and service charges are in the total alone.
  return { subtotal: total - tax - part('tip') - part('service_charge') + discount, tax, discount }
}

/** A return is in no revenue, whatever its state. */
function statusOfReturn(status: OrderStatus): OrderStatus {
  return status === 'cancelled' ? 'cancelled' : 'refunded'
}

/** Names the fields that are missing or cannot be read. */
export function faultsIn(essentials: Readonly<Record<string, unknown>>): string {
  return Object.entries(essentials)
    .filter(([, value]) => value === null)
    .map(([name]) => `${name}: is missing or cannot be read`)
    .join('; ')
}
