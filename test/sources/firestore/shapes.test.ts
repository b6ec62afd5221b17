import { describe, expect, it } from 'vitest'

import { orderSchema } from '../../../functions/src/contract/order.ts'
import { orderAs } from './orderOf.ts'
import { shapesByLayout } from './shapes/layouts.ts'
import { shapesByValues } from './shapes/values.ts'

describe.each([...shapesByLayout, ...shapesByValues])('orders with $name', ({ settings, orders }) => {
  it.each(orders)('are read: $data', ({ data, want, items }) => {
    const { record } = orderAs(data, settings)
    expect(orderSchema.parse(record)).toEqual(record)
    expect(record).toMatchObject(want)
    if (items !== undefined) {
      expect(record.lineItems.map(({ name, quantity, unitPrice }) => [name, quantity, unitPrice])).toEqual(items)
    }
  })
})
