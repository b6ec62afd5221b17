import type { Row } from '../model/row.ts'

export type Difference = 'created' | 'updated' | 'unchanged' | 'stale'

/**
 * What a record's row means for the row that the cache has (a tombstone is one; null: none). An older version never
 * overwrites a newer one; equal versions with different content are written, because the mapping may have changed
 * (invariants 5 and 6).
 */
export function differenceOf(incoming: Pick<Row, 'version' | 'hash'>, cached: Row | null): Difference {
  if (cached === null) return 'created'
  if (cached.deleted) return incoming.version > cached.version ? 'created' : 'stale'
  // The same content in a later version is written for its version: what came between may still arrive.
  if (incoming.hash === cached.hash) return incoming.version > cached.version ? 'updated' : 'unchanged'
  return incoming.version < cached.version ? 'stale' : 'updated'
}
