import { z } from 'zod'

import { columnTestSchema } from './columnTest.ts'
import { csvAlone, fileOptions } from './files.ts'
import type { Freshness } from './freshness.ts'
import { customerSchema, orderSchema, orderStatuses, sourceNames, type Order } from './order.ts'
import { isTimeZone } from './timeZone.ts'

/*
 * The public contract of orders: what callers send and what they get. The admin page imports these types, so this file imports
 * nothing that a browser cannot load.
 */

/** An ISO time; one to the nanosecond and with an offset has 35 characters. */
const isoTime = z.iso.datetime({ offset: true }).max(40)
const nonEmpty = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(100)
const minorUnits = z.int()
const timeZone = z.string().refine(isTimeZone, 'must be an IANA time zone like Pacific/Auckland, or UTC')

export const filterSchema = z
  .strictObject({
    status: nonEmpty(z.enum(orderStatuses)).optional(),
    source: nonEmpty(z.enum(sourceNames)).optional(),
    currency: nonEmpty(z.string().regex(/^[A-Z]{3}$/, 'three capital letters (ISO 4217)')).optional(),
    createdFrom: isoTime.optional(),
    createdTo: isoTime.optional(),
    updatedFrom: isoTime.optional(),
    updatedTo: isoTime.optional(),
    totalMin: minorUnits.optional(),
    totalMax: minorUnits.optional(),
    search: z.string().min(1).max(200).optional(),
    /** Tests of the columns that the shop declares, by their names. */
    extra: z
      .record(z.string().min(1).max(100), columnTestSchema)
      .refine((tests) => Object.keys(tests).length <= 20, 'names more than 20 columns')
      .optional(),
  })
  .superRefine((filter, context) => {
    const inverted = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (filter.createdFrom && filter.createdTo && Date.parse(filter.createdFrom) > Date.parse(filter.createdTo)) {
      inverted('createdTo', 'must not be before createdFrom')
    }
    if (filter.updatedFrom && filter.updatedTo && Date.parse(filter.updatedFrom) > Date.parse(filter.updatedTo)) {
      inverted('updatedTo', 'must not be before updatedFrom')
    }
    if (filter.totalMin !== undefined && filter.totalMax !== undefined && filter.totalMin > filter.totalMax) {
      inverted('totalMax', 'must not be less than totalMin')
    }
  })
export type Filter = z.infer<typeof filterSchema>

export const sortFields = ['createdAt', 'updatedAt', 'total', 'customer', 'status', 'orderNumber'] as const
export type SortField = (typeof sortFields)[number]
/** A column that the shop declares. */
export type ExtraField = `extra.${string}`

/** Tells whether a field to sort by is one that every order has. */
export function isSortField(field: unknown): field is SortField {
  return sortFields.some((one) => one === field)
}

const isAnyField = (field: unknown): field is SortField | ExtraField =>
  isSortField(field) || (typeof field === 'string' && /^extra\.[a-z]\w{0,99}$/i.test(field))

/** The name of a column of the orders' stream that a shop declares under `name`. */
export function extraColumn(name: string): string {
  return `extra_${name}`
}

export const sortSchema = z.strictObject({
  field: z.custom<SortField | ExtraField>(
    isAnyField,
    `must be one of ${sortFields.join(', ')}, or extra. and a column's name`,
  ),
  direction: z.enum(['asc', 'desc']),
})
export type Sort = z.infer<typeof sortSchema>

export const listOrdersRequestSchema = z.strictObject({
  filter: filterSchema.optional(),
  sort: sortSchema.optional(),
  limit: z.int().min(1).max(200).optional(),
  cursor: z.string().min(1).max(4_000).optional(),
  facets: z.boolean().optional(),
})
export type ListOrdersRequest = z.infer<typeof listOrdersRequestSchema>

/**
 * An order as a list shows it. `statusUnknown` is there where the source's word for the status means nothing here: `status`
 * is then `processing`, and the order is in no revenue.
 */
export const orderRowSchema = orderSchema
  .omit({ lineItems: true, shippingAddress: true, refunded: true })
  .extend({ customer: customerSchema })
export type OrderRow = z.infer<typeof orderRowSchema>

export interface Facets extends Readonly<Record<'status' | 'source' | 'currency', Record<string, number>>> {
  /** The counts of the columns that the shop declares as facets, by their names; absent where there are none. */
  readonly extra?: Readonly<Record<string, Record<string, number>>>
}

/** The cost of an answer: documents read, segments among them, and its time in milliseconds. */
export interface PageMeta {
  readonly firestoreReads: number
  readonly segmentsRead: number
  readonly ms: number
}

export interface ListOrdersResponse extends Freshness {
  readonly orders: readonly OrderRow[]
  readonly total: number
  readonly nextCursor: string | null
  readonly facets?: Facets
  /** True where the cache is older than it should be: a run has been asked for, and the page is worth asking for again. */
  readonly revalidating?: true
  readonly meta: PageMeta
}

export const statsDimensions = ['day', 'week', 'month', 'status', 'source'] as const
export type StatsDimension = (typeof statsDimensions)[number]

export const orderStatsRequestSchema = z.strictObject({
  filter: filterSchema.optional(),
  by: z.enum(statsDimensions),
  /** True to count cancelled and refunded orders in the revenue; by default they are left out. */
  includeCancelled: z.boolean().optional(),
  /** The time zone whose days, weeks and months are counted; the shop's by default. */
  timeZone: timeZone.optional(),
})
export type OrderStatsRequest = z.infer<typeof orderStatsRequestSchema>

export interface OrderStatsBucket {
  /** A day of the time zone `2026-11-20`, the Monday of an ISO week `2026-11-16`, a month `2026-11`, a status, or a source. */
  readonly bucket: string
  readonly currency: string
  /** Every order that passes the filter, whatever its status. */
  readonly count: number
  /**
   * The number of those orders whose status has no known meaning (`statusUnknown`). They are in `count` and not in `revenue`, because a
   * failed payment may be among them.
   */
  readonly unmapped: number
  /**
   * The number of those orders that are cancelled or refunded, and therefore not in `revenue`. They are left out even where the filter asks
   * for just those statuses, so that revenue means the same whatever the filter. 0 with `includeCancelled`.
   */
  readonly leftOut: number
  /** The sum of `total` in minor units, over the `count - unmapped - leftOut` others. */
  readonly revenue: number
}

export interface OrderStatsResponse extends Freshness {
  readonly by: StatsDimension
  /** The zone whose days the buckets are. */
  readonly timeZone: string
  /** The figures of each bucket and currency that have orders, by bucket, then by currency, in the order of code units. */
  readonly buckets: readonly OrderStatsBucket[]
  readonly meta: PageMeta
}

export { exportFormats, type ExportFormat } from './files.ts'

/** Columns of every order in a file; those that the shop declares are `extra.` and their name. */
export const orderFileColumns = [
  'id',
  'source',
  'sourceId',
  'orderNumber',
  'status',
  'sourceStatus',
  'statusUnknown',
  'currency',
  'total',
  'subtotal',
  'tax',
  'shipping',
  'discount',
  'customerId',
  'customerName',
  'customerEmail',
  'customerPhone',
  'itemCount',
  'createdAt',
  'updatedAt',
] as const
export type OrderFileColumn = (typeof orderFileColumns)[number]
/** Columns of the item of a line, in a file that has a line for each. */
export const itemFileColumns = ['itemSku', 'itemName', 'itemQuantity', 'itemUnitPrice', 'itemTotal'] as const
export type ItemFileColumn = (typeof itemFileColumns)[number]

export const exportOrdersRequestSchema = z
  .strictObject({
    filter: filterSchema.optional(),
    sort: sortSchema.optional(),
    /**
     * The kind of the file's lines: one for each order, or one for each item, with the columns of its order before its own. An order
     * without items has one line, too. Items are stored only in the orders' documents, so a file of items costs one read for each order.
     */
    rows: z.enum(['orders', 'items']).optional(),
    ...fileOptions,
  })
  .superRefine(csvAlone)
export type ExportOrdersRequest = z.infer<typeof exportOrdersRequestSchema>

/** A piece of the file; the pieces in their order are the file. */
export interface ExportOrdersChunk {
  readonly text: string
}

/** The answer after the last piece: the file is whole only if this answer arrives. */
export interface ExportOrdersResponse extends Freshness {
  readonly rows: number
  /** Documents that were read for it. */
  readonly firestoreReads: number
}

export const getOrderRequestSchema = z.strictObject({
  id: z
    .string()
    .regex(new RegExp(`^(${sourceNames.join('|')}):[^/]+$`), 'must be "source:sourceId"')
    // Firestore's limit on the id of a document.
    .refine((id) => new TextEncoder().encode(id).length <= 1_500, 'must be at most 1500 bytes long'),
})
/** The whole order, with the source's own record as `payload` (absent where it was too large to keep). */
export type GetOrderResponse = Order & { readonly payload?: unknown; readonly payloadOmitted?: true }

/**
 * The reason why an order is not there: the `details` of the `not-found` error of getOrder. The error has no details where nothing is known
 * of the id. Times are ISO; `reason` names a field and what is wrong with it, and holds no value of the record.
 */
export const missingOrderSchema = z.discriminatedUnion('why', [
  z.object({ why: z.literal('quarantined'), reason: z.string(), quarantinedAt: z.string() }),
  /** `deletedAt` is the moment at which Tidemark found it gone; that is remembered for 30 days. */
  z.object({ why: z.literal('deleted'), deletedAt: z.string() }),
])
export type MissingOrder = z.infer<typeof missingOrderSchema>
