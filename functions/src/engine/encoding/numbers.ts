import type { ByteReader, ByteWriter } from './bytes.ts'

/** One value a row, NaN where there is none; times are milliseconds since 1970. */
export type NumberColumn = Float64Array

/*
 * Whole numbers are written as what they are above the least of them, or as what each is above the one before (whichever takes
 * less), as planes: first the lowest bytes of all, then the second ones, and so on. Planes are read without a decision for each
 * value, and bytes that are alike stand together, which is what zstd squeezes.
 */
const methods = { none: 0, offsets: 1, differences: 2, doubles: 3 } as const
const hasMissing = 0x80
/** Wider numbers are written as doubles. */
const widest = 6

/** Writes numbers, NaN for those that are missing. */
export function writeNumbers(writer: ByteWriter, column: NumberColumn): void {
  const present = column.some(Number.isNaN) ? column.filter((value) => !Number.isNaN(value)) : column
  const missing = present.length === column.length ? 0 : hasMissing
  const write = (method: number): void => {
    writer.byte(method | missing)
    if (missing !== 0) writer.bytes(Uint8Array.from(column, (value) => Number(Number.isNaN(value))))
  }
  if (present.length === 0) return write(methods.none)
  const offsets = planesOf(present)
  const differences = planesOf(differencesOf(present))
  if (offsets === null) {
    write(methods.doubles)
    for (const value of present) writer.number(value)
  } else if (differences === null || offsets.bits <= differences.bits) {
    write(methods.offsets)
    writePlanes(writer, offsets)
  } else {
    write(methods.differences)
    writer.number(present[0] ?? 0)
    writePlanes(writer, differences)
  }
}

/** Reads `rows` numbers. Throws a RangeError where `writeNumbers` did not write them. */
export function readNumbers(reader: ByteReader, rows: number): NumberColumn {
  const head = reader.byte()
  const missing = (head & hasMissing) === 0 ? null : reader.bytes(rows)
  const count = missing === null ? rows : rows - sumOf(missing)
  const present = readPresent(reader, head & ~hasMissing, count)
  return missing === null ? present : spread(present, missing)
}

function readPresent(reader: ByteReader, method: number, count: number): Float64Array {
  switch (method) {
    case methods.none:
      if (count > 0) break
      return new Float64Array(0)
    case methods.offsets:
      return readPlanes(reader, count)
    case methods.differences:
      return readSummed(reader, count)
    case methods.doubles:
      return Float64Array.from({ length: count }, () => reader.number())
  }
  throw new RangeError('No way of writing numbers.')
}

function readSummed(reader: ByteReader, count: number): Float64Array {
  let sum = reader.number()
  const values = new Float64Array(count)
  const differences = readPlanes(reader, Math.max(0, count - 1))
  for (let i = 0; i < count; i++) {
    values[i] = sum
    sum += differences[i] ?? 0
  }
  return values
}

/** Each value less the one before it. */
function differencesOf(values: Float64Array): Float64Array {
  const differences = new Float64Array(values.length - 1)
  for (let i = 0; i < differences.length; i++) differences[i] = (values[i + 1] ?? 0) - (values[i] ?? 0)
  return differences
}

interface Planes {
  readonly least: number
  readonly planes: readonly Uint8Array[]
  /** About how many bits they come to when they are squeezed. */
  readonly bits: number
}

/** Whole numbers as planes; null where there are others among them, or where they lie too far apart. */
function planesOf(values: Float64Array): Planes | null {
  let least = Infinity
  let largest = -Infinity
  for (const value of values) {
    if (!Number.isSafeInteger(value)) return null
    if (value < least) least = value
    if (value > largest) largest = value
  }
  if (values.length === 0) return { least: 0, planes: [], bits: 0 }
  const width = Math.ceil(Math.log2(largest - least + 1) / 8)
  if (width > widest) return null
  const planes = Array.from({ length: width }, (_, k) => planeOf(values, least, 256 ** k))
  return { least, planes, bits: planes.reduce((sum, plane) => sum + entropyOf(plane), 0) }
}

function planeOf(values: Float64Array, least: number, scale: number): Uint8Array {
  const plane = new Uint8Array(values.length)
  // What is stored in a byte is its value modulo 256.
  for (let i = 0; i < plane.length; i++) plane[i] = Math.floor(((values[i] ?? 0) - least) / scale)
  return plane
}

function writePlanes(writer: ByteWriter, { least, planes }: Planes): void {
  writer.number(least)
  writer.byte(planes.length)
  for (const plane of planes) writer.bytes(plane)
}

function readPlanes(reader: ByteReader, count: number): Float64Array {
  const values = new Float64Array(count).fill(reader.number())
  const width = reader.byte()
  if (width > widest) throw new RangeError('Wider numbers than are written.')
  for (let k = 0, scale = 1; k < width; k++, scale *= 256) {
    const plane = reader.bytes(count)
    for (let i = 0; i < count; i++) values[i] = (values[i] ?? 0) + scale * (plane[i] ?? 0)
  }
  return values
}

/** The entropy of all bytes together, in bits. */
function entropyOf(bytes: Uint8Array): number {
  const counts = new Uint32Array(256)
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1
  let bits = 0
  for (const count of counts) if (count > 0) bits -= count * Math.log2(count / bytes.length)
  return bits
}

function sumOf(marks: Uint8Array): number {
  let sum = 0
  for (const mark of marks) {
    if (mark > 1) throw new RangeError('No mark.')
    sum += mark
  }
  return sum
}

/** The values at the rows that are not missing. */
function spread(present: Float64Array, missing: Uint8Array): Float64Array {
  let next = 0
  return Float64Array.from(missing, (mark) => (mark === 1 ? NaN : (present[next++] ?? NaN)))
}
