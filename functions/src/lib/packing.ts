import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import { EncodingError } from './errors.ts'

/** Unpacked sizes above this are refused: a damaged document must not take an instance's memory. */
const unpackedLimit = 256 * 1024 * 1024

/** A JSON value as zstd-compressed bytes. */
export function pack(value: unknown): Uint8Array {
  return zstdCompressSync(Buffer.from(JSON.stringify(value)))
}

/** What `pack` was given; throws an EncodingError that names `what` where the bytes are not its own. */
export function unpack(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(zstdDecompressSync(bytes, { maxOutputLength: unpackedLimit }).toString())
  } catch (cause) {
    throw new EncodingError(`${what} is damaged: its bytes cannot be unpacked. Run "npm run rebuild".`, { cause })
  }
}
