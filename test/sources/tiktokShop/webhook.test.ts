import { describe, expect, it } from 'vitest'

import { createTikTokShopWebhook } from '../../../functions/src/sources/tiktokShop/webhook.ts'

/* The vector of a signature that was computed elsewhere. */
const handler = createTikTokShopWebhook({ appKey: 'abcdef', appSecret: '123' })
const body =
  '{"type":1,"tts_notification_id":"7380066284010030890","shop_id":"7495540735365777507","timestamp":1718305585,' +
  '"data":{"is_on_hold_order":true,"order_id":"576653688135258178","order_status":"UNPAID","update_time":1718305585}}'
const signature = '5dec0f11ec2f6783b8deee53c9ffbf8d024302f7c7e7fa55a35d17629031ac05'
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('the signature', () => {
  it('is that of the app key and the body as it came', () => {
    expect(handler.verify(bytes(body), { authorization: signature })).toBe(true)
  })

  it('is of no other byte', () => {
    const raw = bytes(body)
    for (let i = 0; i < raw.length; i++) {
      const flipped = Uint8Array.from(raw)
      flipped[i] = (flipped[i] ?? 0) ^ 1
      expect(handler.verify(flipped, { authorization: signature })).toBe(false)
    }
    for (let i = 0; i < signature.length; i++) {
      const wrong = `${signature.slice(0, i)}${signature[i] === '0' ? '1' : '0'}${signature.slice(i + 1)}`
      expect(handler.verify(raw, { authorization: wrong })).toBe(false)
    }
  })

  it.each([
    undefined,
    '',
    signature.toUpperCase(),
    `Bearer ${signature}`,
    `${signature} `,
    signature.slice(1),
    'ä'.repeat(64),
  ])('is not %j', (authorization) => {
    expect(handler.verify(bytes(body), authorization === undefined ? {} : { authorization })).toBe(false)
  })
})

function read(changed: Record<string, unknown>) {
  const whole = { type: 1, tts_notification_id: '73', shop_id: '7495', timestamp: 1718305585, data: {} }
  return handler.read(bytes(JSON.stringify({ ...whole, ...changed })))
}

describe('a notification', () => {
  it('tells which record of which shop may have changed, and nothing else', () => {
    expect(handler.read(bytes(body))).toEqual({
      id: '7380066284010030890',
      account: '7495540735365777507',
      at: '2024-06-13T19:06:25.000000000Z',
      told: { kind: 'records', of: [{ stream: 'orders', sourceIds: ['576653688135258178'] }] },
    })
  })

  it.each([
    ['an order’s status', 1, { order_id: '5' }, { kind: 'records', of: [{ stream: 'orders', sourceIds: ['5'] }] }],
    ['an address', 3, { order_id: '5' }, { kind: 'records', of: [{ stream: 'orders', sourceIds: ['5'] }] }],
    ['a cancellation', 11, { order_id: '5' }, { kind: 'records', of: [{ stream: 'orders', sourceIds: ['5'] }] }],
    [
      'packages',
      4,
      { package_list: [{ package_id: '1', order_id_list: ['5', '6'] }, { order_id_list: ['5'] }] },
      { kind: 'records', of: [{ stream: 'orders', sourceIds: ['5', '6'] }] },
    ],
    [
      'a return of the older kind',
      2,
      { reverse_order_id: '8' },
      { kind: 'records', of: [{ stream: 'returns', sourceIds: ['8'] }] },
    ],
    [
      'a return',
      12,
      { order_id: '5', return_id: '9' },
      { kind: 'records', of: [{ stream: 'returns', sourceIds: ['9'] }] },
    ],
    ['a product', 5, { product_id: '3' }, { kind: 'records', of: [{ stream: 'products', sourceIds: ['3'] }] }],
    ['that the seller took the authorization back', 6, {}, { kind: 'revoked' }],
    [
      'that the authorization ends',
      7,
      { expiration_time: '1718305585' },
      { kind: 'expiring', endsAt: '2024-06-13T19:06:25.000000000Z' },
    ],
    ['that it ends some time', 7, {}, { kind: 'expiring', endsAt: null }],
    ['that it ends at a time that is none', 7, { expiration_time: 'soon' }, { kind: 'expiring', endsAt: null }],
  ])('tells of %s', (_name, type, data, told) => {
    expect(read({ type, data })?.told).toEqual(told)
  })

  it.each([
    ['of a type that is none of ours', { type: 13 }],
    ['of types without a shop', { type: 21, shop_id: undefined }],
    ['without a type', { type: undefined }],
    ['without a type and an id', { type: 'INVENTORY_CHANGED', tts_notification_id: undefined }],
    ['without its id', { tts_notification_id: undefined, data: { order_id: '5' } }],
    ['with an id that could name another document', { tts_notification_id: 'a/b', data: { order_id: '5' } }],
    ['without an order', { data: {} }],
    ['with an order that is no number', { data: { order_id: '../x' } }],
    ['with an order that lost its digits', { data: { order_id: 576653688135258200 } }],
    ['of no packages', { type: 4, data: { package_list: 'x' } }],
    ['with a shop that is none', { shop_id: 'a/b', data: { order_id: '5' } }],
    ['with data that are none', { data: 'x' }],
  ])('%s is left alone', (_name, changed) => {
    expect(read(changed)).toBeNull()
  })

  it.each(['', '{', '[]', '"x"', 'null', '\u0000\ufffd'])('that is no notification is left alone: %j', (text) => {
    expect(handler.read(bytes(text))).toBeNull()
  })

  it('names fifty orders at most', () => {
    const orders = Array.from({ length: 80 }, (_, i) => String(i))
    const told = read({ type: 4, data: { package_list: [{ order_id_list: orders }] } })?.told
    expect(told).toMatchObject({ of: [{ sourceIds: orders.slice(0, 50) }] })
  })
})
