import { z } from 'zod'

import { orderStatuses } from '../../contract/order.ts'
import { defineStream, type Column } from '../../model/stream.ts'
import { createdMs, currencyCode, minorUnits, moneyColumn, variationColumn } from '../common.ts'
import { locationIdColumn, locationReference, orderIdColumn, partIds } from './common.ts'

/** A line of an order. Amounts are minor units of `currency`. */
export const orderLineItemSchema = z.object({
  ...partIds,
  /** The order's status: what was sold counts as long as the order does. */
  status: z.enum(orderStatuses),
  /** The day of the sale where it was made, like 2026-11-30. */
  day: z.iso.date(),
  /** The id at the source of what was sold; null of what is in no catalog. */
  variationId: z.string().nullable(),
  name: z.string(),
  variationName: z.string().nullable(),
  quantity: z.number(),
  currency: currencyCode,
  unitPrice: minorUnits,
  discount: minorUnits,
  tax: minorUnits,
  total: minorUnits,
})
export type OrderLineItem = z.infer<typeof orderLineItemSchema>

const columns = [
  orderIdColumn,
  locationIdColumn,
  { name: 'status', kind: 'category', label: 'Status', facet: true, of: ({ status }) => status },
  { name: 'day', kind: 'category', label: 'Day', of: ({ day }) => day },
  variationColumn,
  { name: 'name', kind: 'text', label: 'Name', sort: true, search: 'text', of: ({ name }) => name },
  { name: 'variationName', kind: 'text', label: 'Variant', of: ({ variationName }) => variationName },
  { name: 'quantity', kind: 'number', label: 'Quantity', range: true, sort: true, of: ({ quantity }) => quantity },
  { name: 'currency', kind: 'category', label: 'Currency', facet: true, of: ({ currency }) => currency },
  moneyColumn('unitPrice', 'Price'),
  moneyColumn('discount', 'Discount'),
  moneyColumn('tax', 'Tax'),
  { ...moneyColumn('total', 'Total'), range: true, sort: true },
] as const satisfies readonly Column<OrderLineItem>[]

export const orderLineItemStream = defineStream<OrderLineItem>({
  name: 'orderLineItems',
  schema: orderLineItemSchema,
  columns,
  keyTime: createdMs,
  references: [{ column: 'variationId', to: 'catalogVariations' }, locationReference],
})
