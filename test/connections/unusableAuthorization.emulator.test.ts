import { beforeEach, describe, expect, it } from 'vitest'

import { authorizationRef } from '../../functions/src/cache/paths.ts'
import { instantFromMs, shift } from '../../functions/src/lib/instant.ts'
import { day, Seller, tokenServer } from './seller.ts'

/* A stored authorization that is missing, damaged or sealed with another key. */

const server = tokenServer()
let seller: Seller
let id: string

beforeEach(async () => {
  seller = new Seller(server)
  id = await seller.connect()
})

describe('a stored authorization that cannot be used', () => {
  it('is refused where the key is another', async () => {
    seller.keys = Buffer.alloc(32, 7).toString('base64')
    await expect(seller.instance().access().current()).rejects.toThrow(/CONNECTION_KEY: has no key [\da-f]{8}/)
  })

  it('is refused where it was changed, and a full run is not asked to mend it', async () => {
    const { tokens } = await seller.stored(id)
    const data = Uint8Array.from(tokens.data, (byte, i) => (i === 0 ? byte ^ 1 : byte))
    await authorizationRef(seller.db, id).update({ tokens: { ...tokens, data } })
    await expect(seller.instance().access().current()).rejects.toMatchObject({ name: 'SourceError', retryable: false })
    await authorizationRef(seller.db, id).update({ pair: 'two' })
    await expect(seller.instance().access().current()).rejects.toThrow('is damaged (pair)')
  })

  it('is not there where the account is not connected', async () => {
    await expect(seller.instance().access('1').current()).rejects.toThrow(
      '1 is not connected to TikTok Shop: npm run connect -- tiktok',
    )
  })

  it('is renewed by somebody else where a lease of years stands in it', async () => {
    const { renewal } = await seller.stored(id)
    const expiresAt = shift(instantFromMs(Date.now()), 9_999 * day)
    await authorizationRef(seller.db, id).update({ renewal: { ...renewal, holder: { id: 'nobody', expiresAt } } })
    seller.pass(8 * day)
    expect(server.takes((await seller.instance().access().current()).accessToken)).toBe(true)
  })
})
