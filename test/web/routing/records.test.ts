import { expect, it } from 'vitest'

import { hrefOfRecord, hrefOfReferring, hrefOfStream, referredId } from '../../../web/src/routing/records.ts'

it('orders have a view of their own, all other streams one in common', () => {
  expect(hrefOfStream('orders')).toBe('#/orders')
  expect(hrefOfStream('returns')).toBe('#/streams/returns')
  expect(hrefOfRecord('orders', 'square:a')).toBe('#/orders/square%3Aa')
  expect(hrefOfRecord('returns', 'square:a', new URLSearchParams({ q: 'x' }))).toBe('#/streams/returns/square%3Aa?q=x')
})

it('a cell names a record of its own record’s source, whatever the ids hold', () => {
  expect(referredId('tiktokShop:1:2', '57:9')).toBe('tiktokShop:57:9')
})

it('the records that refer to one are those whose column has its id at the source', () => {
  expect(hrefOfReferring('returns', 'orderId', 'tiktokShop:57:9 a')).toBe('#/streams/returns?in.orderId=57%3A9+a')
})
