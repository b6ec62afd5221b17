import { z } from 'zod'

import { currencyCode, minorUnits, recordIds, recordTimes } from '../common.ts'

/** A payment, whatever its source. Amounts are minor units of `currency`. */
export const paymentSchema = z.object({
  ...recordIds,
  /** The ids at the source of the order that it pays for, of where it was taken, and of who paid. */
  orderId: z.string().nullable(),
  locationId: z.string().nullable(),
  customerId: z.string().nullable(),
  /** In the source's own words. */
  status: z.string(),
  /** The way of paying (`CARD`, `CASH`, …), and the brand of a card. */
  method: z.string().nullable(),
  cardBrand: z.string().nullable(),
  receiptNumber: z.string().nullable(),
  currency: currencyCode,
  /** Without the tip. */
  amount: minorUnits,
  tip: minorUnits,
  total: minorUnits,
  /** As the source counts it: refunds that are not decided yet may be in it. */
  refunded: minorUnits,
  /** What the source keeps for itself. */
  fee: minorUnits,
  ...recordTimes,
})
export type Payment = z.infer<typeof paymentSchema>
