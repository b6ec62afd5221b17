import { randomBytes } from 'node:crypto'

import { describe, expect, it } from 'vitest'

import { EncodingError, SettingError } from '../../functions/src/lib/errors.ts'
import { nonceBytes, seal, sealingKeys, unseal } from '../../functions/src/lib/sealing.ts'

const [one, two] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')]
const place = 'sync_authorizations/tiktokShop.1'
const text = '{"accessToken":"a secret"}'
const keys = sealingKeys(one, 'CONNECTION_KEY')
const sealed = seal(keys, place, text, randomBytes(nonceBytes))

it('gives back what was sealed, and shows nothing of it', () => {
  expect(unseal(keys, place, sealed, 'CONNECTION_KEY')).toBe(text)
  expect(Buffer.from(sealed.data).toString('latin1')).not.toContain('secret')
  expect(sealed.keyId).toMatch(/^[\da-f]{8}$/)
})

it('opens nothing of which a single bit was changed', () => {
  for (let bit = 0; bit < sealed.data.length * 8; bit++) {
    const data = Uint8Array.from(sealed.data)
    data[bit >> 3] = (data[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect(() => unseal(keys, place, { ...sealed, data }, 'CONNECTION_KEY')).toThrow(EncodingError)
  }
  const nonce = Uint8Array.from(sealed.nonce, (byte) => byte ^ 1)
  expect(() => unseal(keys, place, { ...sealed, nonce }, 'CONNECTION_KEY')).toThrow(EncodingError)
  expect(() => unseal(keys, place, { ...sealed, data: sealed.data.slice(0, 10) }, 'CONNECTION_KEY')).toThrow(
    EncodingError,
  )
})

it('opens nothing that stands elsewhere', () => {
  expect(() => unseal(keys, `${place}2`, sealed, 'CONNECTION_KEY')).toThrow(EncodingError)
})

describe('a new key', () => {
  it('seals when it stands first, and the old one opens behind it', () => {
    const both = sealingKeys(`${two}, ${one}`, 'CONNECTION_KEY')
    expect(unseal(both, place, sealed, 'CONNECTION_KEY')).toBe(text)
    const anew = seal(both, place, text, randomBytes(nonceBytes))
    expect(unseal(sealingKeys(two, 'CONNECTION_KEY'), place, anew, 'CONNECTION_KEY')).toBe(text)
  })

  it('alone cannot open what the old one sealed, and says what is missing', () => {
    const open = (): unknown => unseal(sealingKeys(two, 'CONNECTION_KEY'), place, sealed, 'CONNECTION_KEY')
    expect(open).toThrow(SettingError)
    expect(open).toThrow(`has no key ${sealed.keyId}`)
  })
})

it.each(['', 'short', `${one}x`, one.slice(0, -4), Buffer.alloc(31).toString('base64'), `${one},`])(
  'is no key, and is not repeated: %j',
  (wrong) => {
    const read = (): unknown => sealingKeys(wrong, 'CONNECTION_KEY')
    expect(read).toThrow(/^CONNECTION_KEY: must be 32 random bytes/)
    if (wrong !== '') expect(read).not.toThrow(wrong)
  },
)
