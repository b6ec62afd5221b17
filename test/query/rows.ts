import type { Row } from '../../functions/src/model/row.ts'

/** A plain row; a test names only what it is about. */
export function row(fields: Partial<Row> & { readonly id: string }): Row {
  return {
    createdAt: Date.UTC(2026, 0, 1),
    version: '1',
    hash: '0123456789abcdef',
    deleted: false,
    source: 'firestore',
    sourceId: 'x',
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
    ...fields,
  }
}

export function idsOf(rows: readonly { readonly id: string }[]): string[] {
  return rows.map(({ id }) => id)
}
