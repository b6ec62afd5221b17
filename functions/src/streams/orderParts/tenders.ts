import { z } from 'zod'

import { defineStream, type Column } from '../../model/stream.ts'
import { createdMs, currencyCode, minorUnits, moneyColumn } from '../common.ts'
import { locationIdColumn, orderIdColumn, partIds } from './common.ts'

/** A means by which an order was paid. Amounts are minor units of `currency`. */
export const tenderSchema = z.object({
  ...partIds,
  /** In the source's own words: `CARD`, `CASH`, … */
  type: z.string().nullable(),
  paymentId: z.string().nullable(),
  cardBrand: z.string().nullable(),
  currency: currencyCode,
  amount: minorUnits,
  tip: minorUnits,
})
export type Tender = z.infer<typeof tenderSchema>

const columns = [
  orderIdColumn,
  locationIdColumn,
  { name: 'type', kind: 'category', label: 'Type', facet: true, sort: true, of: ({ type }) => type },
  { name: 'paymentId', kind: 'text', label: 'Payment', search: 'text', of: ({ paymentId }) => paymentId },
  { name: 'cardBrand', kind: 'category', label: 'Card', facet: true, of: ({ cardBrand }) => cardBrand },
  { name: 'currency', kind: 'category', label: 'Currency', facet: true, of: ({ currency }) => currency },
  { ...moneyColumn('amount', 'Amount'), range: true, sort: true },
  moneyColumn('tip', 'Tip'),
] as const satisfies readonly Column<Tender>[]

export const tenderStream = defineStream<Tender>({
  name: 'tenders',
  schema: tenderSchema,
  columns,
  keyTime: createdMs,
  references: [{ column: 'paymentId', to: 'payments' }],
})
