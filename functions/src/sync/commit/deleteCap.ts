/** A full run may delete this many orders of a cache that is large enough, whatever the percentage says. */
const alwaysAllowed = 20

/**
 * Returns the number of `cached` orders that a run may delete: the percentage or 20, whichever is more, and never more than half of them
 * (invariant 7). `maxDeletes` is what somebody allowed for this one run instead; null: nobody did.
 */
export function deleteCapOf(cached: number, percent: number, maxDeletes: number | null): number {
  if (maxDeletes !== null) return maxDeletes
  return Math.min(Math.floor(cached / 2), Math.max(alwaysAllowed, Math.floor((cached * percent) / 100)))
}

/** The same for orders that were reported, asked for, and proven absent one by one: the only one of a shop may go. */
export function reportedDeleteCapOf(cached: number, percent: number): number {
  return Math.max(1, deleteCapOf(cached, percent, null))
}
