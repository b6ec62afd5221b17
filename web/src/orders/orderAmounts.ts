import type { Order } from 'contract/order.ts'

type Amounts = Pick<Order, 'subtotal' | 'discount' | 'shipping' | 'tax' | 'total'>

/** The amounts that an order's total consists of, and the total at the end, in minor units. */
export function orderAmounts(order: Amounts): readonly (readonly [label: string, minor: number])[] {
  return [
    ['Subtotal', order.subtotal],
    // Not -0, which would be written with its sign.
    ['Discount', order.discount === 0 ? 0 : -order.discount],
    ['Shipping', order.shipping],
    ['Tax', order.tax],
    ['Total', order.total],
  ]
}
