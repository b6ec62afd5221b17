import { SourceError } from '../../lib/errors.ts'
import { instantFromMs, instantFromText, isoOf, msOf, type Instant } from '../../lib/instant.ts'
import type { SourceRecord } from '../../model/source.ts'
import { idOf } from '../vendor/fields.ts'
import type { RawRow } from '../vendor/list.ts'

/** The times by which the vendor filters and sorts. */
export type TimeField = 'updated_at' | 'created_at'

const beginning = instantFromMs(0)

/** A time, which has 0 or 3 digits of fraction: texts of both do not compare. Null where the value is none. */
export function timeOf(value: unknown): Instant | null {
  return typeof value === 'string' ? instantFromText(value) : null
}

/** A time in whole milliseconds, in which lists are ordered here; null where the value is none. */
export function msOfTime(value: unknown): number | null {
  const time = timeOf(value)
  return time === null ? null : msOf(time)
}

/** A time as ISO 8601 in UTC with milliseconds; null where the value is none. */
export function isoOfTime(value: unknown): string | null {
  const time = timeOf(value)
  return time === null ? null : isoOf(time)
}

/** A row as a record. Its version is the time of its last change; a row without one has one version for ever, and content decides. */
export function recordOf(row: RawRow, readTime: Instant, idField = 'id'): SourceRecord {
  const sourceId = idOf(row[idField])
  if (sourceId === null) throw new SourceError('Square sent a record without an id.', { retryable: true })
  const updatedMs = msOfTime(row.updated_at)
  return {
    sourceId,
    changedAt: updatedMs === null ? null : instantFromMs(updatedMs),
    version: timeOf(row.updated_at) ?? timeOf(row.created_at) ?? beginning,
    readTime,
    raw: row,
  }
}
