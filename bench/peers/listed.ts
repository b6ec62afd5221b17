import { z } from 'zod'

import type { OrderRow } from '../../functions/src/contract/api.ts'
import { orderStatuses, sourceNames } from '../../functions/src/contract/order.ts'
import { sourceIdOf } from '../../functions/src/model/stream.ts'

/*
 * The rows that every contestant gets, the members of a list's order and what has to be computed to search and to sort: the others
 * need not do it.
 */

const text = z.string().nullable()
const listedColumns = {
  id: z.string(),
  source: z.enum(sourceNames),
  orderNumber: z.string(),
  status: z.enum(orderStatuses),
  sourceStatus: z.string(),
  currency: z.string(),
  total: z.number(),
  subtotal: z.number(),
  tax: z.number(),
  shipping: z.number(),
  discount: z.number(),
  customerId: text,
  customerName: text,
  customerEmail: text,
  customerPhone: text,
  itemCount: z.number(),
  /** Times are milliseconds since 1970. */
  createdAt: z.number(),
  updatedAt: z.number(),
}
export const listedSchema = z.object(listedColumns)

/** The columns of a list's order. */
export type ListedRow = z.infer<typeof listedSchema>
export const listedNames = Object.keys(listedColumns) as (keyof ListedRow)[] // Object.keys forgets the literal's keys.

/** Tells whether a column of the rows has numbers; all of them are integers. */
export function isNumber(name: keyof PeerRow): boolean {
  return name in listedColumns && listedColumns[name as keyof ListedRow] instanceof z.ZodNumber
}

export interface PeerRow extends ListedRow {
  /** Every text that is searched, without case and accents, one a line. */
  readonly searched: string
  /** The customer's name, without case and accents: the order by customer is that of its code units. */
  readonly customerKey: string
}

/** Returns what a list shows of a row. */
export function orderOf(row: ListedRow): OrderRow {
  const { customerId, customerName, customerEmail, customerPhone } = row
  return {
    id: row.id,
    source: row.source,
    sourceId: sourceIdOf(row.id),
    orderNumber: row.orderNumber,
    status: row.status,
    sourceStatus: row.sourceStatus,
    currency: row.currency,
    total: row.total,
    subtotal: row.subtotal,
    tax: row.tax,
    shipping: row.shipping,
    discount: row.discount,
    customer: {
      ...(customerId !== null && { id: customerId }),
      ...(customerName !== null && { name: customerName }),
      ...(customerEmail !== null && { email: customerEmail }),
      ...(customerPhone !== null && { phone: customerPhone }),
    },
    itemCount: row.itemCount,
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt: new Date(row.updatedAt).toISOString(),
  }
}
