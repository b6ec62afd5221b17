import { z } from 'zod'

import { largestAmount } from './money.ts'

export const orderStatuses = [
  'pending',
  'on_hold',
  'processing',
  'shipped',
  'delivered',
  'completed',
  'cancelled',
  'refunded',
] as const
export type OrderStatus = (typeof orderStatuses)[number]
/** The statuses of orders that brought nothing in: revenue leaves such orders out unless they are asked for. */
export const lostStatuses: readonly OrderStatus[] = ['cancelled', 'refunded']

/** Every system that orders can come from, configured or not. */
export const sourceNames = ['firestore', 'tiktokShop', 'square'] as const
export type SourceName = (typeof sourceNames)[number]

/** Integers in the currency's minor unit (cents). */
const minorUnits = z.int().min(-largestAmount).max(largestAmount)
const isoTime = z.iso.datetime({ precision: 3 })

export const customerSchema = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
})
export type Customer = z.infer<typeof customerSchema>

export const lineItemSchema = z.object({
  sku: z.string().optional(),
  name: z.string(),
  quantity: z.number(),
  unitPrice: minorUnits,
  total: minorUnits,
})
export type LineItem = z.infer<typeof lineItemSchema>

const extraSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

/**
 * The canonical order, whatever its source. Amounts are minor units of `currency`; times are ISO 8601 in UTC with
 * milliseconds; `id` is `source:sourceId`; `sourceStatus` is the status in the source's own words.
 */
export const orderSchema = z.object({
  id: z.string().min(3),
  source: z.enum(sourceNames),
  sourceId: z.string().min(1),
  orderNumber: z.string(),
  /** Set for a return that its source keeps as an order of its own: the total is negative, and the return is in no revenue. */
  kind: z.literal('return').optional(),
  status: z.enum(orderStatuses),
  sourceStatus: z.string(),
  /** True where no canonical status stands for the source's word: `status` is a guess, and the order in no revenue. */
  statusUnknown: z.literal(true).optional(),
  currency: z.string().regex(/^[A-Z]{3}$/),
  total: minorUnits,
  subtotal: minorUnits,
  tax: minorUnits,
  shipping: minorUnits,
  discount: minorUnits,
  /** The amount refunded so far, where the source knows it. */
  refunded: minorUnits.optional(),
  customer: customerSchema,
  shippingAddress: z.record(z.string(), z.unknown()).optional(),
  lineItems: z.array(lineItemSchema),
  /**
   * The values of the columns that the shop declares beside these, by their names: times are ISO 8601 in UTC, amounts minor units
   * of `currency`; null where the source has none that can be read.
   */
  extra: extraSchema.optional(),
  itemCount: z.number(),
  createdAt: isoTime,
  updatedAt: isoTime,
})
export type Order = z.infer<typeof orderSchema>
