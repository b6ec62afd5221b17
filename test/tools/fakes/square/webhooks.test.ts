import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

import { describe, expect, it } from 'vitest'

import { webhookSignature } from '../../../../tools/fakes/square/signature.ts'
import { refundPayment, settleRefund } from '../../../../tools/fakes/square/trade/refunding.ts'
import { fulfilOrder, placeOrder } from '../../../../tools/fakes/square/trade/trade.ts'
import { AskedSquare } from './askedSquare.ts'

const asked = new AskedSquare()

const line = { name: 'Anchor mug', quantity: '1', price: 1600 }

describe('the signature of a webhook', () => {
  it('is the published one', () => {
    expect(webhookSignature('asdf1234', 'https://example.com/webhook', '{"hello":"world"}')).toBe(
      '2kRE5qRU2tR+tBGlDwMEw2avJ7QM4ikPYD/PJ3bd9Og=',
    )
  })

  it('is another one where the address, the key or any byte is', () => {
    const right = webhookSignature('key', 'https://a.example', '{"a":1}')
    expect(webhookSignature('key', 'https://a.example/', '{"a":1}')).not.toBe(right)
    expect(webhookSignature('kez', 'https://a.example', '{"a":1}')).not.toBe(right)
    expect(webhookSignature('key', 'https://a.example', '{"a":2}')).not.toBe(right)
  })
})

const types = (): string[] => asked.merchant.events.all.map(({ type }) => type)

describe('what is reported', () => {
  it('of an order is hardly more than its id', () => {
    const fulfillments = [{ uid: 'f', type: 'PICKUP', state: 'PROPOSED' }]
    const { orderId } = placeOrder(asked.merchant, { locationId: 'MAIN', lines: [line], fulfillments })
    fulfilOrder(asked.merchant, orderId, 'PREPARED')
    const own = ['order.created', 'payment.created', 'order.updated', 'order.updated', 'order.fulfillment.updated']
    expect(types().slice(2)).toEqual(own)
    expect(asked.merchant.events.all[2]).toMatchObject({
      locationId: 'MAIN',
      data: {
        type: 'order_created',
        id: orderId,
        object: { order_created: { order_id: orderId, version: 1, location_id: 'MAIN', state: 'OPEN' } },
      },
    })
    expect(asked.merchant.events.all.at(-1)?.data).toMatchObject({
      object: { order_fulfillment_updated: { fulfillment_update: [{ old_state: 'PROPOSED', new_state: 'PREPARED' }] } },
    })
  })

  it('of a sale at a point of sale is its payment alone', () => {
    placeOrder(asked.merchant, { locationId: 'MAIN', lines: [line], isPointOfSale: true })
    expect(types().slice(2)).toEqual(['payment.created'])
  })

  it('of a refund is the refund and its payment', () => {
    const { paymentId } = placeOrder(asked.merchant, { locationId: 'MAIN', lines: [line], isPointOfSale: true })
    settleRefund(asked.merchant, refundPayment(asked.merchant, paymentId ?? '').refundId, 'COMPLETED')
    expect(types().slice(3)).toEqual(['payment.updated', 'refund.created', 'refund.updated', 'payment.updated'])
  })

  it('of everything else is named by its kind', () => {
    const { merchant } = asked
    merchant.putLocation('MAIN', { name: 'Harbour' })
    merchant.vendors.put('v')
    merchant.customers.put('c')
    merchant.customers.remove('c')
    merchant.teamMembers.put('t')
    merchant.teamMembers.put('t', { given_name: 'Ava' })
    merchant.catalog.put('ITEM', 'i', { name: 'Tea' })
    merchant.inventory.count({ variationId: 'i', locationId: 'MAIN' }, '1')
    expect(types()).toEqual([
      'location.created',
      'location.created',
      'location.updated',
      'vendor.created',
      'customer.created',
      'customer.deleted',
      'team_member.created',
      'team_member.updated',
      'catalog.version.updated',
      'inventory.count.updated',
    ])
  })

  it('can be had for 28 days, newest first', async () => {
    asked.merchant.vendors.put('v')
    const call = {
      path: '/v2/events',
      body: { query: { filter: { event_types: ['vendor.created', 'location.created'] } } },
    }
    const events = await asked.rows('events', call)
    expect(events.map(({ type }) => type)).toEqual(['vendor.created', 'location.created', 'location.created'])
    expect(events[0]).toMatchObject({ merchant_id: 'MERCHANT1', data: { type: 'vendor', id: 'v' } })
    asked.nowMs += 28 * 86_400_000 + 1
    expect(await asked.rows('events', call)).toEqual([])
  })
})

describe('a webhook', () => {
  it('carries the signature of the registered address and its very bytes', async () => {
    const received: { body: string; signature: unknown }[] = []
    const receiver = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk: Buffer) => (body += chunk.toString()))
      request.on('end', () => {
        received.push({ body, signature: request.headers['x-square-hmacsha256-signature'] })
        response.writeHead(200).end()
      })
    })
    receiver.listen(0, '127.0.0.1')
    await once(receiver, 'listening')
    const { port } = receiver.address() as AddressInfo // it listens on a port
    const notificationUrl = 'https://shop.example/webhooks/square'
    await asked.fake.stop()
    await asked.start({ webhooks: { url: `http://127.0.0.1:${port}/`, signatureKey: 'key', notificationUrl } })
    asked.merchant.vendors.put('v')
    const event = asked.merchant.events.all.at(-1)
    if (event === undefined) throw new Error('It is reported.')
    expect(await asked.fake.sendWebhook(asked.merchant, event)).toBe(200)
    await asked.fake.sendWebhook(asked.merchant, event, 'wrong')
    expect(await asked.fake.deliver(asked.merchant)).toEqual([200, 200, 200])
    expect(await asked.fake.deliver(asked.merchant)).toEqual([])
    expect(received).toHaveLength(5)
    const [first, second] = received
    expect(first?.signature).toBe(webhookSignature('key', notificationUrl, first?.body ?? ''))
    expect(JSON.parse(first?.body ?? '')).toMatchObject({
      merchant_id: 'MERCHANT1',
      type: 'vendor.created',
      event_id: event.id,
      created_at: '2026-09-20T12:00:00Z',
      data: { type: 'vendor', id: 'v', object: { operation: 'CREATED', vendor: { id: 'v' } } },
    })
    expect(second).toMatchObject({ signature: 'wrong', body: first?.body })
    receiver.close()
  })

  it('goes nowhere without an address', async () => {
    const event = asked.merchant.events.add('vendor.created', { type: 'vendor', id: 'v' })
    expect(await asked.fake.sendWebhook(asked.merchant, event)).toBeNull()
  })
})
