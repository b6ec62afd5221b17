import { z } from 'zod'

import { largestAmount } from '../../contract/money.ts'
import { sourceNames } from '../../contract/order.ts'
import { defineStream, type Column } from '../../model/stream.ts'

const count = z.int().min(0).nullable()

/** A day of a shop as its vendor sums it up: by the shop's own days, whatever Tidemark's time zone. */
export const shopDaySchema = z.object({
  id: z.string().min(3),
  source: z.enum(sourceNames),
  sourceId: z.string().min(1),
  /** The shop's id at the vendor. */
  shop: z.string().min(1),
  day: z.iso.date(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .nullable(),
  /** All that was paid for orders of the day, what was cancelled or refunded later included; minor units of `currency`. */
  gmv: z.int().min(-largestAmount).max(largestAmount).nullable(),
  orders: count,
  itemsSold: count,
  visitors: count,
  pageViews: count,
})
export type ShopDay = z.infer<typeof shopDaySchema>

const columns = [
  { name: 'source', kind: 'category', label: 'Source', facet: true, of: ({ source }) => source },
  { name: 'shop', kind: 'category', label: 'Shop', facet: true, of: ({ shop }) => shop },
  { name: 'day', kind: 'text', label: 'Day', of: ({ day }) => day },
  { name: 'currency', kind: 'category', label: 'Currency', facet: true, of: ({ currency }) => currency },
  {
    name: 'gmv',
    kind: 'integer',
    label: 'Paid for orders',
    range: true,
    sort: true,
    money: { currency: 'currency' },
    of: ({ gmv }) => gmv,
  },
  { name: 'orders', kind: 'integer', label: 'Orders', sort: true, of: ({ orders }) => orders },
  { name: 'itemsSold', kind: 'integer', label: 'Items sold', sort: true, of: ({ itemsSold }) => itemsSold },
  { name: 'visitors', kind: 'integer', label: 'Visitors', sort: true, of: ({ visitors }) => visitors },
  { name: 'pageViews', kind: 'integer', label: 'Page views', sort: true, of: ({ pageViews }) => pageViews },
] as const satisfies readonly Column<ShopDay>[]

export const shopPerformanceStream = defineStream<ShopDay>({
  name: 'shopPerformance',
  schema: shopDaySchema,
  columns,
  keyTime: ({ day }) => Date.parse(day),
})
