import { crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import { unpackBy, unpackBytesBy, withHeader, type Packer } from './packed.ts'

/*
 * Packing by what Node has. The form itself is in packed.ts, which needs no Node.
 */
const defaultChunk = 16 * 1024
const packer: Packer = {
  crc32: (bytes) => crc32(bytes),
  // One more than what comes, or a second piece of memory is taken to see that nothing more does.
  decompress: (frame, maxOutputLength, length = defaultChunk) =>
    zstdDecompressSync(frame, {
      maxOutputLength,
      chunkSize: Math.min(maxOutputLength, Math.max(defaultChunk, length + 1)),
    }),
}

/** Bytes, zstd-compressed, with a checksum. */
export function packBytes(bytes: Uint8Array): Uint8Array {
  return withHeader(packer, zstdCompressSync(bytes), bytes.byteLength)
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

/** Returns the value that `pack` was given; throws as `unpackBytes` does. */
export const unpack = unpackBy(packer)
