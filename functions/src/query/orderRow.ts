import type { OrderRow } from '../model/api.ts'
import type { Customer } from '../model/order.ts'
import type { Row } from '../model/row.ts'

/** A row as it crosses the wire: ISO times with milliseconds, and nothing that only the cache needs. */
export function orderRowOf(row: Row): OrderRow {
  return {
    id: row.id,
    source: row.source,
    sourceId: row.sourceId,
    orderNumber: row.orderNumber,
    status: row.status,
    sourceStatus: row.sourceStatus,
    currency: row.currency,
    total: row.total,
    subtotal: row.subtotal,
    tax: row.tax,
    shipping: row.shipping,
    discount: row.discount,
    customer: customerOf(row),
    itemCount: row.itemCount,
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt: new Date(row.updatedAt).toISOString(),
  }
}

/** The members that are known; an order of an unknown customer has an empty object. */
function customerOf(row: Row): Customer {
  return {
    ...(row.customerId !== null && { id: row.customerId }),
    ...(row.customerName !== null && { name: row.customerName }),
    ...(row.customerEmail !== null && { email: row.customerEmail }),
    ...(row.customerPhone !== null && { phone: row.customerPhone }),
  }
}
