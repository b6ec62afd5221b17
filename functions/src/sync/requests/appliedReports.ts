import { isLive } from '../../model/row.ts'
import type { Report } from '../../model/source.ts'
import type { PipelineState } from '../../model/state.ts'
import type { CachedState } from '../incremental/cachedRows.ts'

/**
 * Tells whether the cache shows the state that a report tells of, or a later one: then the record need not be read
 * again. A live row shows writes of its version and before, unless a deletion was reported too, whose event's time is not the
 * database's. A tombstone shows the deletions before it, unless something was written since.
 */
export function isApplied({ written, deleted }: Report, cached: CachedState | undefined): boolean {
  if (cached === undefined) return false
  if (isLive(cached)) return deleted === null && written !== null && cached.version >= written
  return deleted !== null && cached.version >= deleted && (written === null || written <= deleted)
}

/** Tells whether the state that a report tells of, or a later one, is known to be in quarantine. */
export function isKnownToFail(
  { sourceId, written, deleted }: Report,
  quarantined: PipelineState['quarantined'],
): boolean {
  if (written === null || deleted !== null) return false
  return quarantined.some((failed) => failed.id === sourceId && failed.version >= written)
}
