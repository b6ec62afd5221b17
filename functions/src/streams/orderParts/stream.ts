import { z } from 'zod'

import { orderSchema } from '../../contract/order.ts'
import { defineStream } from '../../model/stream.ts'
import { orderStream } from '../orders/stream.ts'
import { orderFulfillmentSchema, orderFulfillmentStream } from './fulfillments.ts'
import { orderLineItemSchema, orderLineItemStream } from './lineItems.ts'
import { orderRefundSchema, orderRefundStream } from './refunds.ts'
import { orderReturnSchema, orderReturnStream } from './returns.ts'
import { tenderSchema, tenderStream } from './tenders.ts'

/** The parts of an order that are listed by themselves. */
export const orderPartsSchema = z.object({
  lineItems: z.array(orderLineItemSchema),
  fulfillments: z.array(orderFulfillmentSchema),
  returns: z.array(orderReturnSchema),
  refunds: z.array(orderRefundSchema),
  tenders: z.array(tenderSchema),
})
export type OrderParts = z.infer<typeof orderPartsSchema>

/** An order with its parts. */
export const partedOrderSchema = orderSchema.extend({ parts: orderPartsSchema })
export type PartedOrder = z.infer<typeof partedOrderSchema>

/**
 * Orders whose parts are streams of their own. They are orders like all others, and stand in the same lists; but where a source's
 * parts are of no use to anybody, each would cost a head and a write a run.
 */
export const partedOrderStream = defineStream<PartedOrder>({
  ...orderStream,
  schema: partedOrderSchema,
  children: [
    { stream: orderLineItemStream, of: ({ parts }) => parts.lineItems },
    { stream: orderFulfillmentStream, of: ({ parts }) => parts.fulfillments },
    { stream: orderReturnStream, of: ({ parts }) => parts.returns },
    { stream: orderRefundStream, of: ({ parts }) => parts.refunds },
    { stream: tenderStream, of: ({ parts }) => parts.tenders },
  ],
})
