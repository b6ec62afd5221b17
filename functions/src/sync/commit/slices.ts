/** The most that one commit holds: documents written or deleted, their bytes, and those of their rows. */
export interface SliceLimits {
  readonly orders: number
  readonly bytes: number
  readonly rowBytes: number
}

/** The limits of a commit whose rows may all have to wait in the head. */
export const sliceLimits: SliceLimits = { orders: 480, bytes: 2_200_000, rowBytes: 250_000 }
/** The limits of a full run's commit, whose rows go straight into segments: as large as a request's bytes allow. */
export const bulkLimits: SliceLimits = { orders: Infinity, bytes: 1_800_000, rowBytes: Infinity }

/** The writes and bytes that a record adds to a commit. */
export interface Weight {
  /** Documents written or deleted. */
  readonly writes: number
  /** Bytes of the new document and of the one that it replaces. */
  readonly bytes: number
  /** Bytes of the row. */
  readonly rowBytes: number
}

/**
 * Cuts a page's outcomes, in their order, into commits that keep within every limit. One outcome alone always fits: a
 * document has at most 900 KB, and so has the one that it replaces.
 */
export function cutIntoSlices<T>(
  items: readonly T[],
  weightOf: (item: T) => Weight,
  limits: SliceLimits = sliceLimits,
): T[][] {
  const pieces: T[][] = []
  let piece: T[] = []
  let sum: Weight = { writes: 0, bytes: 0, rowBytes: 0 }
  for (const item of items) {
    const weight = weightOf(item)
    const next = {
      writes: sum.writes + weight.writes,
      bytes: sum.bytes + weight.bytes,
      rowBytes: sum.rowBytes + weight.rowBytes,
    }
    const isFull = piece.length > 0 && !fits(next, limits)
    if (isFull) {
      pieces.push(piece)
      piece = []
    }
    sum = isFull ? weight : next
    piece.push(item)
  }
  return piece.length > 0 ? [...pieces, piece] : pieces
}

function fits({ writes, bytes, rowBytes }: Weight, limits: SliceLimits): boolean {
  return writes <= limits.orders && bytes <= limits.bytes && rowBytes <= limits.rowBytes
}
