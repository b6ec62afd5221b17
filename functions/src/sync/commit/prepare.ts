import { buildDocument, type BuiltDocument } from '../../cache/documents.ts'
import { sizeOf } from '../../lib/firestore/firestoreValues.ts'
import { msOf, type Instant } from '../../lib/instant.ts'
import type { Pipeline } from '../../model/pipeline.ts'
import type { Row } from '../../model/row.ts'
import type { Inputs, SourceRecord } from '../../model/source.ts'
import type { ReadState } from './diff.ts'

/** A record with its document. */
export interface ReadableRecord {
  readonly record: SourceRecord
  readonly document: BuiltDocument
  /** The parts that are there and could not be read, in words. */
  readonly unread?: readonly string[]
}

/** A record with its document, or with the reason why it has none. */
export type BuiltRecord = ReadableRecord | { readonly record: SourceRecord; readonly reason: string }

/** The parts of a record that it is compared by. */
export function stateOf({ record, document: { row } }: ReadableRecord): ReadState {
  return { version: row.version, hash: row.hash, readTime: record.readTime }
}

/** Records that are ready to be compared with the cache, and what was noticed about them on the way. */
export interface PreparedRecords {
  readonly built: readonly BuiltRecord[]
  /** The number of records that were older states of others among them. */
  readonly stale: number
  /** The number of records dated in the future, by either of their times. */
  readonly future: number
  /** The number of records that do not say when they changed. */
  readonly withoutChangeTime: number
}

/** Parses records and builds their documents. It asks nothing of the cache, so it may be done ahead. */
export function prepareRecords(
  pipeline: Pick<Pipeline, 'id' | 'source' | 'stream'>,
  records: readonly SourceRecord[],
  inputs: Inputs,
  now: Instant,
): PreparedRecords {
  const newest = newestOfEach(records)
  const built = newest.map((record) => build(pipeline, record, inputs))
  return {
    built,
    stale: records.length - newest.length,
    future: built.filter((one) => isAheadOf(now, one)).length,
    withoutChangeTime: pipeline.source.strategy === 'ordered' ? newest.filter(hasNoChangeTime).length : 0,
  }
}

function hasNoChangeTime({ changedAt, isOutOfOrder }: SourceRecord): boolean {
  return changedAt === null && isOutOfOrder !== true
}

function isAheadOf(now: Instant, one: BuiltRecord): boolean {
  const { changedAt } = one.record
  return (changedAt !== null && changedAt > now) || ('document' in one && one.document.row.createdAt > msOf(now))
}

/** Parses a record and builds its document. A record that makes this attempt throw is refused, and not the whole page. */
function build(
  pipeline: Pick<Pipeline, 'id' | 'source' | 'stream'>,
  record: SourceRecord,
  inputs: Inputs,
): BuiltRecord {
  try {
    const parsed = pipeline.source.parse(record, inputs)
    if (!parsed.ok) return { record, reason: parsed.reason }
    const built = buildDocument(pipeline, parsed.record, parsed.payload, record.version)
    if (!built.ok) return { record, reason: built.reason }
    return { record, document: built.document, ...(parsed.unread && { unread: parsed.unread }) }
  } catch (error) {
    return { record, reason: `it cannot be read (${error instanceof Error ? error.name : typeof error})` }
  }
}

/** Returns each record once: of several states the newest. */
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

/** The records of several pages as one: of several states of a record the newest; the others are out of date. */
export function joinedRecords(parts: readonly PreparedRecords[]): PreparedRecords {
  const [first, ...others] = parts
  if (first !== undefined && others.length === 0) return first
  const all = parts.flatMap(({ built }) => built)
  const newest = new Set(newestOfEach(all.map(({ record }) => record)))
  const built = all.filter(({ record }) => newest.has(record))
  const sumOf = (count: (one: PreparedRecords) => number): number => parts.reduce((sum, one) => sum + count(one), 0)
  return {
    built,
    stale: sumOf(({ stale }) => stale) + all.length - built.length,
    future: sumOf(({ future }) => future),
    withoutChangeTime: sumOf(({ withoutChangeTime }) => withoutChangeTime),
  }
}

/** The rows of the records that could be read. */
export function rowsOf({ built }: PreparedRecords): Row[] {
  return built.flatMap((one) => ('document' in one ? [one.document.row] : []))
}

/** The parts of records that could not be read, each with the number of records. */
export function unreadOf({ built }: PreparedRecords): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const one of built) {
    for (const part of ('unread' in one && one.unread) || []) counts.set(part, (counts.get(part) ?? 0) + 1)
  }
  return counts
}

/** About how many bytes prepared records hold. */
export function bytesOf({ built }: PreparedRecords): number {
  return built.reduce((sum, one) => sum + bytesHeldBy(one), 0)
}

/** The bytes that a built record holds: a document that leaves its payload out holds it in memory all the same. */
function bytesHeldBy(one: BuiltRecord): number {
  return 'document' in one && 'payload' in one.document.data ? one.document.bytes : sizeOf(one.record.raw)
}
