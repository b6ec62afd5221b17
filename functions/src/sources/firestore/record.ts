import { z } from 'zod'

import { largestAmount, minorUnits } from '../../contract/money.ts'
import type { Customer, Order } from '../../contract/order.ts'
import { isMap } from '../../lib/firestore/firestoreValues.ts'
import { isInstant, isoOf, type Instant } from '../../lib/instant.ts'
import type { ParsedRecord, SourceRecord } from '../../model/source.ts'
import { recordIdOf } from '../../model/stream.ts'
import { addressOf } from './address.ts'
import type { FirestoreSourceConfig } from './config.ts'
import { orderFields, type OrderField } from './fieldNames.ts'
import { fieldReader, valueReader } from './fields.ts'
import { decimalOf, itemReader, textOf } from './items.ts'
import { ownOrderReader } from './ownOrders.ts'
import { patternOf } from './pattern.ts'
import { statusReader } from './statuses.ts'
import { momentOf } from './time.ts'

/** What `recordOf` makes of a document. */
export const rawDocument = z.object({
  data: z.custom<Readonly<Record<string, unknown>>>(isMap),
  createTime: z.custom<Instant>((value) => typeof value === 'string' && isInstant(value)),
})

/** What a message says behind the name of the field. */
const missingOr = (problem: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined ? 'is missing' : problem),
})
const badCurrency = 'is not a currency code of three letters, like USD'
const badAmount = 'is not a decimal amount, or too large'

/** Only these put a record into quarantine; every other field is left out where it cannot be read. */
const essentials = z.object({
  status: z.string(missingOr('is not a text')).regex(/\S/, 'is empty'),
  totalAmount: z.union([z.number(), z.string()], missingOr(badAmount)),
  // Letters alone are asked for: no list of codes knows the next currency.
  currency: z
    .string({ error: badCurrency })
    .transform((text) => text.trim().toUpperCase())
    .pipe(z.string().regex(/^([A-Z]{3})?$/, badCurrency))
    .optional(),
  createdAt: z
    .unknown()
    .transform((value) => momentOf(value))
    .pipe(z.custom<Instant>((moment) => moment !== null, 'is not a time that can be read')),
})

type Fields = Partial<Record<OrderField, unknown>>

/**
 * Reads this source's records as canonical orders. Where the creation time is absent or null, Firestore's own stands for it;
 * where there is no readable change time, the creation time does. Where the currency is absent or empty, the default one
 * does; one that is there and cannot be read would be a guess, as an amount would. A status that is no known word counts as
 * an order in work, and is flagged. The payload is the document's data as Firestore's client gives it.
 */
export function orderParser(config: FirestoreSourceConfig): (record: SourceRecord) => ParsedRecord<Order> {
  const readFields = fieldReader(orderFields, config.orders.fields)
  const readItems = itemReader(config.orders.fields)
  const readStatus = statusReader(config.orders.status)
  const readOwn = ownOrderReader(config.orders)
  const [readCreatedAt, readChangedAt] = [placeReader(config.createdAtField), placeReader(config.changedAtField)]

  const { documentIdOf } = patternOf(config.collection)

  return ({ sourceId, raw }) => {
    const { data, createTime } = rawDocument.parse(raw)
    const fields = readFields(data)
    const read = essentials.safeParse({ ...fields, createdAt: readCreatedAt(data) ?? createTime })
    if (!read.success) return { ok: false, reason: reasonOf(read.error, config) }
    const { status, totalAmount, createdAt } = read.data
    const currency = read.data.currency || config.defaultCurrency
    const reading = readStatus(status, data)
    const known = reading !== null && 'status' in reading ? reading.status : null
    const total = minorUnits(totalAmount, currency)
    if (total === null) return { ok: false, reason: `${placeOf('totalAmount', config)} ${badAmount}` }

    const shippingAddress = addressOf(fields.shippingAddress)
    const lineItems = readItems(fields.items, currency)
    const order: Order = {
      id: recordIdOf('firestore', sourceId),
      source: 'firestore',
      sourceId,
      orderNumber: textOf(fields.orderId) || documentIdOf(sourceId),
      status: known ?? 'processing',
      sourceStatus: status,
      ...(known === null && { statusUnknown: true }),
      currency,
      ...amountsOf(total, fields, currency),
      customer: customerOf(fields),
      ...(shippingAddress && { shippingAddress }),
      lineItems,
      itemCount: lineItems.reduce((sum, { quantity }) => sum + quantity, 0),
      ...readOwn(data, currency),
      createdAt: isoOf(createdAt),
      updatedAt: isoOf(momentOf(readChangedAt(data)) ?? createdAt),
    }
    return { ok: true, record: order, payload: data }
  }
}

function placeReader(path: string | null): (data: unknown) => unknown {
  return valueReader({ paths: path === null ? [] : [path] })
}

function amountsOf(total: number, fields: Fields, currency: string) {
  const amount = (value: unknown) => minorUnits(decimalOf(value) ?? '', currency)
  const tax = amount(fields.tax) ?? 0
  const shipping = amount(fields.shipping) ?? 0
  const discount = amount(fields.discount) ?? 0
  const rest = total - tax - shipping + discount
  const subtotal = amount(fields.subtotal) ?? (Math.abs(rest) <= largestAmount ? rest : total)
  return { total, subtotal, tax, shipping, discount }
}

function customerOf(fields: Fields): Customer {
  const customer: Customer = {}
  for (const key of ['id', 'name', 'email', 'phone'] as const) {
    const text = textOf(fields[`customer.${key}`])
    if (text !== undefined) customer[key] = text
  }
  return customer
}

/** Every field that failed and why, by the shop's own names; no value is quoted. */
function reasonOf(error: z.ZodError, config: FirestoreSourceConfig): string {
  return error.issues.map(({ path, message }) => `${placeOf(String(path[0]), config)} ${message}`).join('; ')
}

function placeOf(field: string, { createdAtField, orders }: FirestoreSourceConfig): string {
  const own = Object.entries(orders.fields).find(([name]) => name === field)?.[1]?.paths[0]
  return `${(field === 'createdAt' ? createdAtField : own) ?? field}:`
}
