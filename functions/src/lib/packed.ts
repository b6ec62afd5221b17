import { EncodingError } from './errors.ts'

/** Unpacked sizes above this are refused: a damaged document must not take the memory of whoever reads it. */
const unpackedLimit = 256 * 1024 * 1024

/*
 * Packed bytes are a mark, a CRC-32 of what follows (little-endian), and a frame of zstd. zstd's own checksum does not do: a
 * bit of the frame's header says whether there is one at all.
 */
const mark = new TextEncoder().encode('TMK1')
const headerBytes = mark.byteLength + 4
/** The first bytes of what was packed before there were checksums. */
const zstdMagic = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd)
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The functions of the machine that packed bytes need. */
export interface Packer {
  readonly crc32: (bytes: Uint8Array) => number
  /** Decompresses a frame of zstd; throws where it is none, or holds more than `limit` bytes. */
  readonly decompress: (frame: Uint8Array, limit: number) => Uint8Array
}

/** Gives back the JSON value that was packed. Throws an EncodingError that names `what` where a single byte is not its own. */
export type Unpack = (bytes: Uint8Array, what: string, remedy?: string) => unknown

/** Gives back the bytes that were packed. Throws an EncodingError that names `what` where a single byte is not its own. */
export type UnpackBytes = (bytes: Uint8Array, what: string, remedy?: string) => Uint8Array

/** Returns `unpackBytes` by a machine's own means. Its error's message repeats the `remedy`. */
export function unpackBytesBy({ crc32, decompress }: Packer): UnpackBytes {
  return (bytes, what, remedy) => readable(() => decompress(frameOf(crc32, bytes), unpackedLimit), what, remedy)
}

/** Returns `unpack` by a machine's own means. Its error's message repeats the `remedy`. */
export function unpackBy(packer: Packer): Unpack {
  const unpackBytes = unpackBytesBy(packer)
  return (bytes, what, remedy) => {
    const text = unpackBytes(bytes, what, remedy)
    return readable((): unknown => JSON.parse(utf8.decode(text)), what, remedy)
  }
}

function readable<T>(read: () => T, what: string, remedy = 'Run "npm run rebuild" or start a full resync.'): T {
  try {
    return read()
  } catch (cause) {
    throw new EncodingError(`${what} is damaged: its bytes cannot be unpacked. ${remedy}`, { cause })
  }
}

/** Puts the mark and the checksum before a frame of zstd. */
export function withChecksum({ crc32 }: Pick<Packer, 'crc32'>, frame: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(headerBytes + frame.byteLength)
  bytes.set(mark)
  new DataView(bytes.buffer).setUint32(mark.byteLength, crc32(frame), true)
  bytes.set(frame, headerBytes)
  return bytes
}

function frameOf(crc32: Packer['crc32'], bytes: Uint8Array): Uint8Array {
  if (startsWith(bytes, zstdMagic)) return bytes
  const frame = bytes.subarray(headerBytes)
  const isWhole = startsWith(bytes, mark) && frame.byteLength > 0
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (isWhole && view.getUint32(mark.byteLength, true) === crc32(frame)) return frame
  throw new RangeError('The checksum is of other bytes.')
}

function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  return prefix.every((byte, i) => bytes[i] === byte)
}
