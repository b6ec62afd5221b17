import { createCipheriv, createDecipheriv, hash } from 'node:crypto'

import { EncodingError, SettingError } from './errors.ts'

/*
 * Texts that stand encrypted in the database: AES-256-GCM, each bound to the place where it stands, so that a copy of it
 * elsewhere opens no more than one that was changed.
 */

const algorithm = 'aes-256-gcm'
const keyBytes = 32
/** GCM's own length; a random one may be used 2^32 times with a key. */
export const nonceBytes = 12
const tagBytes = 16

export interface SealingKey {
  /** Tells keys apart, and nothing of the key: the beginning of its hash. */
  readonly id: string
  readonly bytes: Uint8Array
}

/** The first key seals, each of them opens: a new one is put before the old one, which goes when nothing is sealed by it. */
export type SealingKeys = readonly [SealingKey, ...SealingKey[]]

export interface Sealed {
  readonly keyId: string
  readonly nonce: Uint8Array<ArrayBuffer>
  /** The encrypted bytes, followed by their tag. */
  readonly data: Uint8Array<ArrayBuffer>
}

/** Reads keys in base64, by commas; throws a SettingError that names the secret and repeats nothing of it. */
export function sealingKeys(text: string, secret: string): SealingKeys {
  const [first, ...others] = text.split(',').map((part) => keyOf(part.trim(), secret))
  if (first === undefined) throw notAKey(secret)
  return [first, ...others]
}

function keyOf(text: string, secret: string): SealingKey {
  const bytes = Buffer.from(text, 'base64')
  // Node skips what is no base64.
  if (bytes.byteLength !== keyBytes || bytes.toString('base64') !== text) throw notAKey(secret)
  return { id: hash('sha256', bytes).slice(0, 8), bytes }
}

function notAKey(secret: string): SettingError {
  return new SettingError(secret, 'must be 32 random bytes in base64, as "openssl rand -base64 32" prints them')
}

/** Encrypts a text for its place. `nonce` is new random bytes, used for nothing else. */
export function seal([key]: SealingKeys, place: string, text: string, nonce: Uint8Array<ArrayBuffer>): Sealed {
  const cipher = createCipheriv(algorithm, key.bytes, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(place))
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return { keyId: key.id, nonce, data }
}

/**
 * Decrypts what was sealed for this place. Throws a SettingError where the key of that id is not there, and an EncodingError where
 * a single bit is not its own, or it was sealed for another place.
 */
export function unseal(keys: SealingKeys, place: string, { keyId, nonce, data }: Sealed, secret: string): string {
  const key = keys.find(({ id }) => id === keyId)
  if (key === undefined) {
    throw new SettingError(
      secret,
      `has no key ${keyId}, by which ${place} is encrypted: put that key behind the new one`,
    )
  }
  try {
    const end = data.byteLength - tagBytes
    const decipher = createDecipheriv(algorithm, key.bytes, nonce, { authTagLength: tagBytes })
      .setAAD(Buffer.from(place))
      .setAuthTag(data.subarray(end))
    return decipher.update(data.subarray(0, end), undefined, 'utf8') + decipher.final('utf8')
  } catch (cause) {
    throw new EncodingError(`${place} cannot be decrypted: its bytes were changed, or belong elsewhere.`, { cause })
  }
}
