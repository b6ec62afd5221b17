/** A commit holds at most this many orders, and at most this many bytes of documents and rows beside the head. */
export const sliceLimits = { orders: 480, bytes: 2_200_000, rowBytes: 250_000 }

/** What a record adds to a commit. */
export interface Weight {
  /** Documents written or deleted. */
  readonly writes: number
  /** Bytes of the new document and of the one that it replaces. */
  readonly bytes: number
  /** Bytes of the row, which goes to the head first. */
  readonly rowBytes: number
}

/**
 * Cuts a page's outcomes, in their order, into commits that keep within every limit. One outcome alone always fits: a
 * document has at most 900 KB, and so has the one that it replaces.
 */
export function cutIntoSlices<T>(outcomes: readonly T[], weightOf: (outcome: T) => Weight): T[][] {
  return cut(outcomes, weightOf, fitsCommit)
}

function fitsCommit({ writes, bytes, rowBytes }: Weight): boolean {
  return writes <= sliceLimits.orders && bytes <= sliceLimits.bytes && rowBytes <= sliceLimits.rowBytes
}

function cut<T>(items: readonly T[], weightOf: (item: T) => Weight, fits: (sum: Weight) => boolean): T[][] {
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
    const isFull = piece.length > 0 && !fits(next)
    if (isFull) {
      pieces.push(piece)
      piece = []
    }
    sum = isFull ? weight : next
    piece.push(item)
  }
  return piece.length > 0 ? [...pieces, piece] : pieces
}
