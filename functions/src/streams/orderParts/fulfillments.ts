import { z } from 'zod'

import { defineStream, type Column } from '../../model/stream.ts'
import { createdMs } from '../common.ts'
import { locationIdColumn, orderIdColumn, partIds } from './common.ts'

/** A way in which an order, or a part of it, reaches its buyer. */
export const orderFulfillmentSchema = z.object({
  ...partIds,
  /** In the source's own words: `PICKUP`, `SHIPMENT`, …; `PROPOSED`, `COMPLETED`, … */
  type: z.string().nullable(),
  state: z.string().nullable(),
})
export type OrderFulfillment = z.infer<typeof orderFulfillmentSchema>

const columns = [
  orderIdColumn,
  locationIdColumn,
  { name: 'type', kind: 'category', label: 'Type', facet: true, of: ({ type }) => type },
  { name: 'state', kind: 'category', label: 'State', facet: true, sort: true, of: ({ state }) => state },
] as const satisfies readonly Column<OrderFulfillment>[]

export const orderFulfillmentStream = defineStream<OrderFulfillment>({
  name: 'orderFulfillments',
  schema: orderFulfillmentSchema,
  columns,
  keyTime: createdMs,
})
