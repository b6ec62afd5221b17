import { EncodingError } from './errors.ts'

/** Unpacked sizes above this are refused: a damaged document must not take the memory of whoever reads it. */
const unpackedLimit = 256 * 1024 * 1024

/*
 * Packed bytes are a mark, a CRC-32 of all that follows, the unpacked length (both little-endian, 4 bytes), and a frame of zstd.
 * zstd's own checksum does not do: a bit of the frame's header says whether there is one at all. The length lets a reader take the
 * memory that it needs, once.
 */
const mark = new TextEncoder().encode('TMK2')
const headerBytes = mark.byteLength + 8
/** The mark of bytes that were packed without a length: a CRC-32 of the frame and the frame follow it. */
const markWithoutLength = new TextEncoder().encode('TMK1')
/** The first bytes of what was packed before there were checksums. */
const zstdMagic = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd)
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The functions of the machine that packed bytes need. */
export interface Packer {
  readonly crc32: (bytes: Uint8Array) => number
  /** Decompresses a frame of zstd, to about `length` bytes where that is known; throws where it is none, or holds more than `limit`. */
  readonly decompress: (frame: Uint8Array, limit: number, length?: number) => Uint8Array
}

/** Gives back the JSON value that was packed. Throws an EncodingError that names `what` where a single byte is not its own. */
export type Unpack = (bytes: Uint8Array, what: string, remedy?: string) => unknown

/** Gives back the bytes that were packed. Throws an EncodingError that names `what` where a single byte is not its own. */
export type UnpackBytes = (bytes: Uint8Array, what: string, remedy?: string) => Uint8Array

/** Returns `unpackBytes` by a machine's own means. Its error's message repeats the `remedy`. */
export function unpackBytesBy(packer: Packer): UnpackBytes {
  return (bytes, what, remedy) => readable(() => unpacked(packer, bytes), what, remedy)
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

/** Puts the mark, the checksum and the unpacked length before a frame of zstd. */
export function withHeader({ crc32 }: Pick<Packer, 'crc32'>, frame: Uint8Array, length: number): Uint8Array {
  const bytes = new Uint8Array(headerBytes + frame.byteLength)
  const view = new DataView(bytes.buffer)
  bytes.set(mark)
  view.setUint32(mark.byteLength + 4, length, true)
  bytes.set(frame, headerBytes)
  view.setUint32(mark.byteLength, crc32(bytes.subarray(mark.byteLength + 4)), true)
  return bytes
}

function unpacked({ crc32, decompress }: Packer, bytes: Uint8Array): Uint8Array {
  if (startsWith(bytes, zstdMagic)) return decompress(bytes, unpackedLimit)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const checked = bytes.subarray(mark.byteLength + 4)
  const isKnown = startsWith(bytes, mark) || startsWith(bytes, markWithoutLength)
  if (!isKnown || view.getUint32(mark.byteLength, true) !== crc32(checked))
    throw new RangeError('The checksum is of other bytes.')
  if (startsWith(bytes, markWithoutLength)) return decompress(checked, unpackedLimit)
  const length = view.getUint32(mark.byteLength + 4, true)
  return decompress(bytes.subarray(headerBytes), unpackedLimit, length)
}

function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  return prefix.every((byte, i) => bytes[i] === byte)
}
