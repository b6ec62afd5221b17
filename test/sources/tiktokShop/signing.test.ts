import { describe, expect, it } from 'vitest'

import { signatureOf, signedUrl, type SignedParts } from '../../../functions/src/sources/tiktokShop/signing.ts'

/** Published vectors, recomputed. */
const vectors: readonly { secret: string; parts: SignedParts; sign: string }[] = [
  {
    secret: 'secret',
    parts: {
      path: '/order/202309/orders/search',
      query: {
        timestamp: '1700000000',
        sort_order: 'ASC',
        app_key: 'key',
        shop_cipher: 'ROW_x',
        sort_field: 'update_time',
        page_size: '2',
      },
      body: '{"update_time_ge":1699990000,"update_time_lt":1699999990}',
    },
    sign: '17247b2490af61e13cb5fef07e113c21b763f7351a33b88950d5a0085c9761b1',
  },
  {
    secret: 'e59af819cc',
    parts: {
      path: '/authorization/202309/shops',
      query: { app_key: '29a39d', timestamp: '1623812664' },
      body: '',
    },
    sign: 'b596b73e0cc6de07ac26f036364178ab16b0a907af13d43f0a0cd2345f582dc8',
  },
]

/** The text with the lowest bit of one of its bytes flipped. */
function flipped(text: string, at: number): string {
  return `${text.slice(0, at)}${String.fromCharCode(text.charCodeAt(at) ^ 1)}${text.slice(at + 1)}`
}

/** The request with each byte of it flipped in turn. */
function* everyFlip({ path, query, body }: SignedParts): Generator<SignedParts> {
  for (let i = 0; i < path.length; i++) yield { path: flipped(path, i), query, body }
  for (let i = 0; i < body.length; i++) yield { path, query, body: flipped(body, i) }
  for (const [key, value] of Object.entries(query)) {
    const { [key]: _left, ...others } = query
    for (let i = 0; i < value.length; i++) yield { path, query: { ...query, [key]: flipped(value, i) }, body }
    for (let i = 0; i < key.length; i++) yield { path, query: { ...others, [flipped(key, i)]: value }, body }
  }
}

describe.each(vectors)('the signature of $parts.path', ({ secret, parts, sign }) => {
  it('is the published one', () => {
    expect(signatureOf(parts, secret)).toBe(sign)
  })

  it('is another one where any byte of the request or the secret is', () => {
    const others = [...everyFlip(parts)].map((one) => signatureOf(one, secret))
    for (let i = 0; i < secret.length; i++) others.push(signatureOf(parts, flipped(secret, i)))
    expect(others.length).toBeGreaterThan(60)
    expect(others).not.toContain(sign)
  })

  it('leaves out what is no part of it', () => {
    const query = { ...parts.query, sign: 'other', access_token: 'token' }
    expect(signatureOf({ ...parts, query }, secret)).toBe(sign)
  })
})

describe('the address of a signed request', () => {
  it('is encoded behind the signing', () => {
    const parts = { path: '/order/202309/orders/search', query: { page_token: 'a+b/c=', app_key: 'k' }, body: '' }
    const url = signedUrl('https://open-api.example', parts, 'secret')
    expect(url.search).toContain('page_token=a%2Bb%2Fc%3D')
    expect(url.searchParams.get('page_token')).toBe('a+b/c=')
    expect(url.searchParams.get('sign')).toBe(signatureOf(parts, 'secret'))
    expect(url.origin).toBe('https://open-api.example')
  })
})
