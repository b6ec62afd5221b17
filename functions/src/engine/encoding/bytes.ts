const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes that grow as they are written; numbers are little-endian. */
export class ByteWriter {
  #bytes = new Uint8Array(65_536)
  #view = new DataView(this.#bytes.buffer)
  #length = 0

  byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#length++] = value
  }

  /** A whole number from 0 to 2^32 - 1. */
  count(value: number): void {
    this.#reserve(4)
    this.#view.setUint32(this.#length, value, true)
    this.#length += 4
  }

  number(value: number): void {
    this.#reserve(8)
    this.#view.setFloat64(this.#length, value, true)
    this.#length += 8
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** Bytes with their number before them. */
  section(bytes: Uint8Array): void {
    this.count(bytes.length)
    this.bytes(bytes)
  }

  /** Calls `write`, and puts the number of bytes that it wrote before them. */
  sectionOf(write: () => void): void {
    const at = this.#length
    this.count(0)
    write()
    this.#view.setUint32(at, this.#length - at - 4, true)
  }

  /** A text as UTF-8, as a section. */
  text(text: string): void {
    this.section(encoder.encode(text))
  }

  /** Returns the bytes written so far, not a copy of them. */
  written(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + more))
    larger.set(this.#bytes)
    this.#bytes = larger
    this.#view = new DataView(larger.buffer)
  }
}

/** Reads what a `ByteWriter` wrote, in the same order. Every method throws a RangeError or TypeError where the bytes are others. */
export class ByteReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  #at = 0

  constructor(bytes: Uint8Array) {
    // A slice of Node's own kind of bytes is no copy of them.
    this.#bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  byte(): number {
    return this.#view.getUint8(this.#past(1))
  }

  count(): number {
    return this.#view.getUint32(this.#past(4), true)
  }

  number(): number {
    return this.#view.getFloat64(this.#past(8), true)
  }

  /** The next bytes themselves, not a copy. */
  bytes(length: number): Uint8Array {
    const from = this.#past(length)
    return this.#bytes.subarray(from, from + length)
  }

  section(): Uint8Array {
    return this.bytes(this.count())
  }

  text(): string {
    return decoder.decode(this.section())
  }

  /** Throws where something follows. */
  end(): void {
    if (this.#at !== this.#bytes.length) throw new RangeError('More bytes than were to be read.')
  }

  #past(length: number): number {
    const from = this.#at
    if (from + length > this.#bytes.length) throw new RangeError('Fewer bytes than were to be read.')
    this.#at += length
    return from
  }
}
