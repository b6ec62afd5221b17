import type { StreamDescription } from '../../../functions/src/contract/records.ts'

/** A stream with a column of each kind, as the functions describe it. */
export const payments: StreamDescription = {
  name: 'payments',
  pipelines: ['square.payments'],
  columns: [
    { name: 'source', kind: 'category', label: 'Source', facet: true },
    { name: 'order', kind: 'text', label: 'Order', search: true, references: 'orders' },
    { name: 'status', kind: 'category', label: 'Status', facet: true, sort: true },
    { name: 'amount', kind: 'integer', label: 'Amount', range: true, sort: true, money: { currency: 'currency' } },
    { name: 'currency', kind: 'category', label: 'Currency', facet: true },
    { name: 'isRefunded', kind: 'flag', label: 'Refunded' },
    { name: 'score', kind: 'number', label: 'Score', range: true, sort: true },
    { name: 'dueAt', kind: 'time', label: 'Due', range: true, sort: true },
  ],
}
