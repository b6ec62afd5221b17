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
  const slices: T[][] = []
  let slice: T[] = []
  let sum: Weight = { writes: 0, bytes: 0, rowBytes: 0 }
  for (const outcome of outcomes) {
    const weight = weightOf(outcome)
    const next = {
      writes: sum.writes + weight.writes,
      bytes: sum.bytes + weight.bytes,
      rowBytes: sum.rowBytes + weight.rowBytes,
    }
    const fits =
      next.writes <= sliceLimits.orders && next.bytes <= sliceLimits.bytes && next.rowBytes <= sliceLimits.rowBytes
    if (!fits && slice.length > 0) {
      slices.push(slice)
      slice = []
      sum = weight
    } else {
      sum = next
    }
    slice.push(outcome)
  }
  return slice.length > 0 ? [...slices, slice] : slices
}
