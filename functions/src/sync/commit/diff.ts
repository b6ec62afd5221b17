import type { Instant } from '../../lib/instant.ts'
import { isLive, type Row } from '../../model/row.ts'

export type Difference = 'created' | 'updated' | 'unchanged' | 'stale'

/** The state of a record that was read, and when. */
export interface ReadState extends Pick<Row, 'version' | 'hash'> {
  readonly readTime: Instant
}

/** The difference that a record's state makes to the row that the cache has; a tombstone is one, null is none. */
export type Comparison = (incoming: ReadState, cached: Row | null) => Difference

/**
 * Compares by version, within one identity. An older version never overwrites a newer one; equal versions with different content are
 * written, because the mapping may have changed. A tombstone gives way to whatever was read later than the absence was proven, however old
 * its version is (invariants 5 and 6).
 */
export const differenceOf: Comparison = (incoming, cached) => {
  if (cached === null || !isLive(cached)) return fromNothing(incoming, cached)
  // The same content in a later version is written for its version: what came between may still arrive.
  if (incoming.hash === cached.hash) return incoming.version > cached.version ? 'updated' : 'unchanged'
  return incoming.version < cached.version ? 'stale' : 'updated'
}

/**
 * Compares by content, for a cached row that may come from another place: versions of two identities do not compare, so what
 * was read now counts as soon as it differs in anything. Reads have to come in their order (invariant 5).
 */
export const contentDifferenceOf: Comparison = (incoming, cached) => {
  if (cached === null || !isLive(cached)) return fromNothing(incoming, cached)
  return incoming.hash === cached.hash && incoming.version === cached.version ? 'unchanged' : 'updated'
}

/** A tombstone's version is the read time that proved the absence: a page that was read before it stays dead. */
function fromNothing({ readTime }: ReadState, tombstone: Row | null): Difference {
  return tombstone === null || readTime > tombstone.version ? 'created' : 'stale'
}
