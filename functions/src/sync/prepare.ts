import { buildDocument, type OrderDocument } from '../cache/documents.ts'
import { sizeOf } from '../lib/firestoreValues.ts'
import type { Instant } from '../lib/instant.ts'
import type { Source, SourceRecord } from '../model/source.ts'

/** A record with its document, or with the reason why it has none. */
export type BuiltRecord =
  | { readonly record: SourceRecord; readonly document: OrderDocument }
  | { readonly record: SourceRecord; readonly reason: string }

/** Records that are ready to be compared with the cache, and what was noticed about them on the way. */
export interface PreparedRecords {
  readonly built: readonly BuiltRecord[]
  /** How many were older states of others among them. */
  readonly stale: number
  /** How many are dated in the future: they wait until their time has come. */
  readonly waiting: number
  /** How many do not say when they changed. */
  readonly withoutChangeTime: number
}

/** Parses records and builds their documents. It asks nothing of the cache, so it may be done ahead. */
export function prepareRecords(source: Source, records: readonly SourceRecord[], now: Instant): PreparedRecords {
  const due = records.filter(({ changedAt }) => changedAt === null || changedAt <= now)
  const newest = newestOfEach(due)
  return {
    built: newest.map((record) => build(source, record)),
    stale: due.length - newest.length,
    waiting: records.length - due.length,
    withoutChangeTime: newest.filter(({ changedAt, isOutOfOrder }) => changedAt === null && isOutOfOrder !== true)
      .length,
  }
}

/** A record that breaks the attempt is refused, and not the whole page. */
function build(source: Source, record: SourceRecord): BuiltRecord {
  try {
    const parsed = source.parse(record)
    if (!parsed.ok) return { record, reason: parsed.reason }
    const built = buildDocument(parsed.order, parsed.payload, record.version)
    return built.ok ? { record, document: built.document } : { record, reason: built.reason }
  } catch (error) {
    return { record, reason: `it cannot be read (${error instanceof Error ? error.name : typeof error})` }
  }
}

/** Of several states of one record the newest; the others are out of date already. */
export function newestOfEach(records: readonly SourceRecord[]): SourceRecord[] {
  const newest = new Map<string, SourceRecord>()
  for (const record of records) {
    const other = newest.get(record.sourceId)
    if (other !== undefined && other.version > record.version) continue
    newest.delete(record.sourceId)
    newest.set(record.sourceId, record)
  }
  return [...newest.values()]
}

/** About how many bytes prepared records hold. */
export function bytesOf({ built }: PreparedRecords): number {
  return built.reduce((sum, one) => sum + bytesHeldBy(one), 0)
}

/** A document that leaves its payload out keeps it here all the same. */
function bytesHeldBy(one: BuiltRecord): number {
  return 'document' in one && 'payload' in one.document.data ? one.document.bytes : sizeOf(one.record.raw)
}
