import type { Order } from '../../contract/order.ts'
import { TimeZone } from '../../contract/timeZone.ts'
import { isoOf, type Instant } from '../../lib/instant.ts'
import type { ParsedRecord, SourceRecord } from '../../model/source.ts'
import { recordIdOf } from '../../model/stream.ts'
import { addressOf } from './address.ts'
import { amountReader } from './amounts.ts'
import type { FirestoreSourceConfig } from './config.ts'
import { currencyReader, type Problem } from './currencies.ts'
import { customerReader } from './customer.ts'
import { rawDocument } from './documents.ts'
import { orderFields } from './fieldNames.ts'
import { fieldReader, textOf, valueReader } from './fields.ts'
import { orderAmountsReader } from './orderAmounts.ts'
import { ownOrderReader } from './ownOrders.ts'
import { patternOf } from './pattern.ts'
import { statusReader } from './statuses.ts'
import { momentOf, timeProblem } from './time.ts'
import { unreadColumn, unreadParts } from './unread.ts'
import { describeType, isNothing } from './valueTypes.ts'

/**
 * Reads this source's records as canonical orders. Where the creation time is absent or null, Firestore's own stands for it; where there
 * is no readable change time, the creation time does. Only status, total, currency and creation time put a record into quarantine: to
 * read them otherwise than they are written would be a guess. Any other part that cannot be read is left out and told as unread. A
 * status that is no known word counts as an order in work, and is flagged. The payload is the document's data as Firestore's client
 * gives it.
 */
export function orderParser(config: FirestoreSourceConfig): (record: SourceRecord) => ParsedRecord<Order> {
  const { orders, defaultCurrency } = config
  const zone = new TimeZone(orders.timeZone)
  const amounts = amountReader(orders.money, defaultCurrency)
  const readFields = fieldReader(orderFields, orders.fields)
  const readStatus = statusReader(orders.status)
  const readCurrency = currencyReader(orders.money, defaultCurrency)
  const readAmounts = orderAmountsReader(orders, amounts, defaultCurrency)
  const readCustomer = customerReader(orders.fields)
  const readOwn = ownOrderReader(orders, amounts)
  const [readCreatedAt, readChangedAt] = [placeReader(config.createdAtField), placeReader(config.changedAtField)]
  const pattern = patternOf(config.collection)

  return ({ sourceId, raw }) => {
    const { data, createTime } = rawDocument.parse(raw)
    const fields = readFields(data)
    const { tell, told } = unreadParts(orders.fields)
    const status = readStatus(fields.status, data) ?? statusByDefault(orders.status.default)
    const currency = readCurrency(fields.currency, data)
    const amountsOf = readAmounts(data, fields, 'problem' in currency ? null : currency.currency, tell)
    const createdAt = timeOf(readCreatedAt(data) ?? null, createTime, zone)
    if ('problem' in status || 'problem' in amountsOf || 'problem' in currency || 'problem' in createdAt) {
      return { ok: false, reason: reasonOf({ status, totalAmount: amountsOf, currency, createdAt }, config) }
    }

    const orderNumber = textOf(fields.orderId)
    if (orderNumber === undefined && !isNothing(fields.orderId)) tell('orderId', `is ${describeType(fields.orderId)}`)
    const address = isNothing(fields.shippingAddress) ? undefined : addressOf(fields.shippingAddress)
    if (address === undefined && !isNothing(fields.shippingAddress)) {
      tell('shippingAddress', `is ${describeType(fields.shippingAddress)} that is no address`)
    }
    const { own, unread } = readOwn(data, amountsOf.currency)
    const order: Order = {
      id: recordIdOf('firestore', sourceId),
      source: 'firestore',
      sourceId,
      orderNumber: orderNumber || pattern.documentIdOf(sourceId),
      status: status.status ?? 'processing',
      sourceStatus: status.word,
      ...(status.status === null && { statusUnknown: true }),
      ...amountsOf,
      customer: readCustomer(data, fields, tell),
      ...(address && { shippingAddress: address }),
      itemCount: amountsOf.lineItems.reduce((sum, { quantity }) => sum + quantity, 0),
      ...own,
      createdAt: isoOf(createdAt.at),
      updatedAt: isoOf(momentOf(readChangedAt(data), zone) ?? createdAt.at),
    }
    const parts = [...told, ...unread.map((column) => unreadColumn(column, 'orders.columns'))]
    return { ok: true, record: order, payload: data, ...(parts.length > 0 && { unread: parts }) }
  }
}

function placeReader(path: string | null): (data: unknown) => unknown {
  return valueReader({ paths: path === null ? [] : [path] })
}

/** The status of an order that names none. */
function statusByDefault(status: Order['status'] | undefined) {
  return status === undefined ? { problem: 'is missing' } : { word: '', status }
}

function timeOf(value: unknown, createTime: Instant, zone: TimeZone): { at: Instant } | Problem {
  if (value === null) return { at: createTime }
  const at = momentOf(value, zone)
  return at === null ? { problem: timeProblem(value) } : { at }
}

/** Every field that failed and why, by the shop's own names; no value is quoted. */
function reasonOf(read: Readonly<Record<string, object>>, config: FirestoreSourceConfig): string {
  return Object.entries(read)
    .flatMap(([field, one]) => ('problem' in one ? `${placeOf(field, config)} ${String(one.problem)}` : []))
    .join('; ')
}

function placeOf(field: string, { createdAtField, orders }: FirestoreSourceConfig): string {
  const own = Object.entries(orders.fields).find(([name]) => name === field)?.[1]?.paths[0]
  return `${(field === 'createdAt' ? createdAtField : own) ?? field}:`
}
