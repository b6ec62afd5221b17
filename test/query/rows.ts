import type { OrderStatus, SourceName } from '../../functions/src/contract/order.ts'
import { Block } from '../../functions/src/engine/store/block.ts'
import { layoutOf } from '../../functions/src/engine/store/layout.ts'
import { tombstoneOf, type Row } from '../../functions/src/model/row.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'

/** A row of the orders' stream, with the kinds of its cells. */
export type OrderRow = Row & {
  readonly source: SourceName
  readonly orderNumber: string
  readonly status: OrderStatus
  readonly sourceStatus: string
  readonly statusUnknown: boolean
  readonly currency: string
  readonly total: number
  readonly customerName: string | null
  readonly customerEmail: string | null
  readonly updatedAt: number
  readonly skus: string
  readonly productNames: string
}

/** A plain row; a test names only what it is about. */
export function row(fields: Partial<OrderRow> & { readonly id: string }): OrderRow {
  return {
    createdAt: Date.UTC(2026, 0, 1),
    version: '1',
    hash: '0123456789abcdef',
    deletedAt: null,
    source: 'firestore',
    orderNumber: '',
    status: 'pending',
    sourceStatus: 'PENDING',
    statusUnknown: false,
    currency: 'USD',
    total: 1_000,
    subtotal: 900,
    tax: 60,
    shipping: 50,
    discount: 10,
    customerId: null,
    customerName: null,
    customerEmail: null,
    customerPhone: null,
    itemCount: 1,
    updatedAt: Date.UTC(2026, 0, 2),
    skus: '',
    productNames: '',
    ...fields,
  }
}

export function idsOf(rows: readonly { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id)
}

export const orderLayout = layoutOf(orderStream)

export function blockOf(rows: readonly Row[]): Block {
  return Block.of(rows, orderLayout)
}

/** The tombstone that a deletion leaves of a row. */
export function tombstone(given: OrderRow, version: string, deletedAt: number): OrderRow {
  // It keeps its cells, and those of a person are null.
  return tombstoneOf(orderStream, given, version, deletedAt) as OrderRow
}
