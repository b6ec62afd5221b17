import { crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import { decompressBy, unpackBy, withChecksum, type Packer } from './packed.ts'

/*
 * Packing by what Node has. The form itself is in packed.ts, which needs no Node.
 */
const packer: Packer = {
  crc32: (bytes) => crc32(bytes),
  decompress: (frame, maxOutputLength) => zstdDecompressSync(frame, { maxOutputLength }),
}

/** A JSON value as zstd-compressed bytes with a checksum. */
export function pack(value: unknown): Uint8Array {
  return withChecksum(packer, zstdCompressSync(Buffer.from(JSON.stringify(value))))
}

/**
 * What `pack` was given; throws an EncodingError where a single byte is not its own: the message names `what`, and repeats
 * the `remedy`.
 */
export const unpack = unpackBy(packer)

/** The JSON text of what `pack` was given, as UTF-8; throws where the bytes are damaged. */
export function decompress(bytes: Uint8Array): Uint8Array {
  return decompressBy(packer, bytes)
}
