import type { PeerRow } from '../../../bench/peers/listed.ts'

/** A row; a test names only what it is about. */
export function peerRow(given: Partial<PeerRow> & { readonly id: string }): PeerRow {
  return {
    source: 'firestore',
    orderNumber: '#1',
    status: 'completed',
    sourceStatus: 'COMPLETED',
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
    createdAt: Date.UTC(2026, 9, 1),
    updatedAt: Date.UTC(2026, 9, 2),
    searched: given.id,
    customerKey: '',
    ...given,
  }
}
