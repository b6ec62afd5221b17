import { crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import { EncodingError } from './errors.ts'

/** Unpacked sizes above this are refused: a damaged document must not take an instance's memory. */
const unpackedLimit = 256 * 1024 * 1024

/*
 * Packed bytes are a mark, a CRC-32 of what follows, and a frame of zstd. zstd's own checksum does not do: a bit of the
 * frame's header says whether there is one at all.
 */
const mark = Buffer.from('TMK1')
const headerBytes = mark.byteLength + 4
/** The first bytes of what was packed before there were checksums. */
const zstdMagic = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])

/** A JSON value as zstd-compressed bytes with a checksum. */
export function pack(value: unknown): Uint8Array {
  const frame = zstdCompressSync(Buffer.from(JSON.stringify(value)))
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32LE(crc32(frame))
  return Buffer.concat([mark, checksum, frame])
}

/**
 * What `pack` was given; throws an EncodingError where a single byte is not its own: the message names `what`, and repeats
 * the `remedy`.
 */
export function unpack(
  bytes: Uint8Array,
  what: string,
  remedy = 'Run "npm run rebuild" or start a full resync.',
): unknown {
  try {
    return JSON.parse(decompress(bytes).toString())
  } catch (cause) {
    throw new EncodingError(`${what} is damaged: its bytes cannot be unpacked. ${remedy}`, { cause })
  }
}

/** The JSON text of what `pack` was given; throws where the bytes are damaged. */
export function decompress(bytes: Uint8Array): Buffer {
  return zstdDecompressSync(frameOf(bytes), { maxOutputLength: unpackedLimit })
}

function frameOf(bytes: Uint8Array): Uint8Array {
  if (startsWith(bytes, zstdMagic)) return bytes
  const frame = bytes.subarray(headerBytes)
  const isWhole = startsWith(bytes, mark) && frame.byteLength > 0
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (isWhole && view.getUint32(mark.byteLength, true) === crc32(frame)) return frame
  throw new RangeError('The checksum is of other bytes.')
}

function startsWith(bytes: Uint8Array, prefix: Buffer): boolean {
  return prefix.equals(bytes.subarray(0, prefix.byteLength))
}
