import { z } from 'zod'

import { defineStream, type Column } from '../../model/stream.ts'
import { createdMs, currencyCode, minorUnits, moneyColumn } from '../common.ts'
import { locationIdColumn, orderIdColumn, partIds } from './common.ts'

/** A refund as an order tells it; the stream of refunds has the payment's side of it. The amount is in minor units of `currency`. */
export const orderRefundSchema = z.object({
  ...partIds,
  tenderId: z.string().nullable(),
  reason: z.string().nullable(),
  /** In the source's own words. */
  status: z.string().nullable(),
  currency: currencyCode,
  amount: minorUnits,
})
export type OrderRefund = z.infer<typeof orderRefundSchema>

const columns = [
  orderIdColumn,
  locationIdColumn,
  { name: 'tenderId', kind: 'text', label: 'Tender', search: 'text', of: ({ tenderId }) => tenderId },
  { name: 'reason', kind: 'text', label: 'Reason', of: ({ reason }) => reason },
  { name: 'status', kind: 'category', label: 'Status', facet: true, of: ({ status }) => status },
  { name: 'currency', kind: 'category', label: 'Currency', facet: true, of: ({ currency }) => currency },
  { ...moneyColumn('amount', 'Amount'), range: true, sort: true },
] as const satisfies readonly Column<OrderRefund>[]

export const orderRefundStream = defineStream<OrderRefund>({
  name: 'orderRefunds',
  schema: orderRefundSchema,
  columns,
  keyTime: createdMs,
})
