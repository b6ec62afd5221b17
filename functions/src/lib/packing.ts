import { crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import { unpackBy, unpackBytesBy, withChecksum, type Packer } from './packed.ts'

/*
 * Packing by what Node has. The form itself is in packed.ts, which needs no Node.
 */
const packer: Packer = {
  crc32: (bytes) => crc32(bytes),
  decompress: (frame, maxOutputLength) => zstdDecompressSync(frame, { maxOutputLength }),
}

/** Bytes, zstd-compressed, with a checksum. */
export function packBytes(bytes: Uint8Array): Uint8Array {
  return withChecksum(packer, zstdCompressSync(bytes))
}

/** A JSON value, the same way. */
export function pack(value: unknown): Uint8Array {
  return packBytes(Buffer.from(JSON.stringify(value)))
}

/**
 * What `packBytes` was given; throws an EncodingError where a single byte is not its own: the message names `what`, and repeats
 * the `remedy`.
 */
export const unpackBytes = unpackBytesBy(packer)

/** What `pack` was given; throws as `unpackBytes` does. */
export const unpack = unpackBy(packer)
