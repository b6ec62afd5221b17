import { z } from 'zod'

import { defineStream, type Column } from '../../model/stream.ts'
import { createdMs, currencyCode, minorUnits, moneyColumn, variationColumn } from '../common.ts'
import { locationIdColumn, orderIdColumn, partIds } from './common.ts'

/** A line that came back, as the order says that stands for the return. The amount is in minor units of `currency`. */
export const orderReturnSchema = z.object({
  ...partIds,
  /** The id at the source of the order that the line was sold with; null where the source names none. */
  sourceOrderId: z.string().nullable(),
  variationId: z.string().nullable(),
  name: z.string(),
  quantity: z.number(),
  currency: currencyCode,
  total: minorUnits,
})
export type OrderReturn = z.infer<typeof orderReturnSchema>

const columns = [
  orderIdColumn,
  locationIdColumn,
  { name: 'sourceOrderId', kind: 'text', label: 'Sold with', search: 'text', of: ({ sourceOrderId }) => sourceOrderId },
  variationColumn,
  { name: 'name', kind: 'text', label: 'Name', sort: true, search: 'text', of: ({ name }) => name },
  { name: 'quantity', kind: 'number', label: 'Quantity', range: true, sort: true, of: ({ quantity }) => quantity },
  { name: 'currency', kind: 'category', label: 'Currency', facet: true, of: ({ currency }) => currency },
  { ...moneyColumn('total', 'Total'), range: true, sort: true },
] as const satisfies readonly Column<OrderReturn>[]

export const orderReturnStream = defineStream<OrderReturn>({
  name: 'orderReturns',
  schema: orderReturnSchema,
  columns,
  keyTime: createdMs,
  references: [
    { column: 'sourceOrderId', to: 'orders' },
    { column: 'variationId', to: 'catalogVariations' },
  ],
})
