import { expect, it } from 'vitest'

import { exportOrdersRequestSchema } from '../../../functions/src/contract/api.ts'
import { requestedFile } from '../../../web/src/orders/exportChoice.ts'

const shown = ['orderNumber', 'status', 'customer', 'total', 'itemCount', 'createdAt', 'extra.tip']

it('a file of all columns with commas asks for nothing but its format', () => {
  expect(requestedFile({ rows: 'orders', columns: 'all', delimiter: ',' }, shown)).toEqual({})
})

it('the columns of the table are in their order, with the currency of their amounts', () => {
  const request = requestedFile({ rows: 'orders', columns: 'shown', delimiter: ';' }, shown)
  expect(request).toEqual({
    columns: [
      'orderNumber',
      'status',
      'customerName',
      'customerEmail',
      'total',
      'currency',
      'itemCount',
      'createdAt',
      'extra.tip',
    ],
    delimiter: ';',
  })
  expect(exportOrdersRequestSchema.safeParse({ format: 'csv', ...request }).success).toBe(true)
})

it('a file of items has their columns, and the currency though the table does not show it', () => {
  expect(requestedFile({ rows: 'items', columns: 'shown', delimiter: ',' }, ['orderNumber'])).toEqual({
    rows: 'items',
    columns: ['orderNumber', 'currency', 'itemSku', 'itemName', 'itemQuantity', 'itemUnitPrice', 'itemTotal'],
  })
  expect(requestedFile({ rows: 'items', columns: 'all', delimiter: ',' }, shown)).toEqual({ rows: 'items' })
})
