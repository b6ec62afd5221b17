import { describe, expect, it } from 'vitest'

import { expectedSignature, webhookSignature } from '../../../../tools/fakes/tiktokShop/signature.ts'

describe('the signature that the fake expects', () => {
  it('is the published one', () => {
    const query = new URLSearchParams({
      timestamp: '1700000000',
      sign: 'left out',
      sort_order: 'ASC',
      app_key: 'key',
      access_token: 'left out',
      shop_cipher: 'ROW_x',
      sort_field: 'update_time',
      page_size: '2',
    })
    const body = Buffer.from('{"update_time_ge":1699990000,"update_time_lt":1699999990}')
    expect(expectedSignature('secret', '/order/202309/orders/search', query, body)).toBe(
      '17247b2490af61e13cb5fef07e113c21b763f7351a33b88950d5a0085c9761b1',
    )
    const other = new URLSearchParams({ app_key: '29a39d', timestamp: '1623812664' })
    expect(expectedSignature('e59af819cc', '/authorization/202309/shops', other, Buffer.alloc(0))).toBe(
      'b596b73e0cc6de07ac26f036364178ab16b0a907af13d43f0a0cd2345f582dc8',
    )
  })
})

describe('the signature of its webhooks', () => {
  const body =
    '{"type":1,"tts_notification_id":"7380066284010030890","shop_id":"7495540735365777507","timestamp":1718305585,' +
    '"data":{"is_on_hold_order":true,"order_id":"576653688135258178","order_status":"UNPAID","update_time":1718305585}}'

  it('is the published one', () => {
    expect(webhookSignature('abcdef', '123', body)).toBe(
      '5dec0f11ec2f6783b8deee53c9ffbf8d024302f7c7e7fa55a35d17629031ac05',
    )
  })

  it('is another one where any byte is', () => {
    for (let i = 0; i < body.length; i++) {
      const flipped = `${body.slice(0, i)}${String.fromCharCode(body.charCodeAt(i) ^ 1)}${body.slice(i + 1)}`
      expect(webhookSignature('abcdef', '123', flipped)).not.toBe(webhookSignature('abcdef', '123', body))
    }
  })
})
