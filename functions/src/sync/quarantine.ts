import { collections, quarantineRef } from '../cache/paths.ts'
import { FieldPath, type DocumentReference, type Firestore, type WriteBatch } from '../lib/firestore.ts'
import { isoOf, type Instant } from '../lib/instant.ts'
import type { Meter } from '../lib/meter.ts'
import type { SourceRecord } from '../model/source.ts'
import type { PipelineState } from '../model/state.ts'

/** So many quarantined records are known by id without a read. */
const listLimit = 200

export type QuarantineList = Pick<PipelineState, 'quarantined' | 'quarantineOverflow'>

/** A record that failed, or (reason null) one that is well again. */
export interface QuarantineChange {
  readonly record: Pick<SourceRecord, 'sourceId' | 'version' | 'changedAt'>
  readonly reason: string | null
  /** Whether the cache changes with it. */
  readonly changed: boolean
}

/**
 * What has to be written: a failure that is known in this very version is not written again, and only a version that is
 * not older takes a record out. Above the list's limit it is not known who is in, so changed records are taken out unseen.
 */
export function effectiveQuarantine(list: QuarantineList, changes: readonly QuarantineChange[]): QuarantineChange[] {
  const known = new Map(list.quarantined.map(({ id, digest }) => [id, digest]))
  return changes.filter(({ record, reason, changed }) => {
    const failed = known.get(record.sourceId)
    if (reason !== null) return failed !== record.version
    return failed === undefined ? list.quarantineOverflow && changed : record.version >= failed
  })
}

/** The list after `changes`. */
export function listAfter(list: QuarantineList, changes: readonly QuarantineChange[]): QuarantineList {
  const entries = new Map(list.quarantined.map(({ id, digest }) => [id, digest]))
  for (const { record, reason } of changes) {
    entries.delete(record.sourceId)
    if (reason !== null) entries.set(record.sourceId, record.version)
  }
  const quarantined = [...entries].map(([id, digest]) => ({ id, digest }))
  return {
    quarantined: quarantined.slice(0, listLimit),
    quarantineOverflow: list.quarantineOverflow || quarantined.length > listLimit,
  }
}

/** Adds one write for each change. A quarantined record keeps its id and reason, and nothing of its content. */
export function writeQuarantine(
  db: Firestore,
  batch: WriteBatch,
  pipeline: string,
  run: { readonly runId: string; readonly at: Instant },
  changes: readonly QuarantineChange[],
): void {
  for (const { record, reason } of changes) {
    const ref = quarantineRef(db, pipeline, record.sourceId)
    if (reason === null) batch.delete(ref)
    else {
      batch.set(ref, {
        pipeline,
        sourceId: record.sourceId,
        reason,
        version: record.version,
        changedAt: record.changedAt,
        runId: run.runId,
        quarantinedAt: isoOf(run.at),
      })
    }
  }
}

/** A full run takes out at most so many records that it did not quarantine itself; the next one takes the rest. */
const cleanupLimit = 300

/**
 * What a complete enumeration leaves of a pipeline's quarantine: the records that failed in it (`failed`, by source id).
 * Reads the collection only where the list could not hold all.
 */
export async function quarantineCleanup(
  db: Firestore,
  pipeline: string,
  list: QuarantineList,
  failed: ReadonlySet<string>,
  meter: Meter,
): Promise<{ readonly list: QuarantineList; readonly remove: readonly DocumentReference[] }> {
  const entries = list.quarantineOverflow
    ? await storedQuarantine(db, pipeline, meter)
    : list.quarantined.map((entry) => ({ ...entry, ref: quarantineRef(db, pipeline, entry.id) }))
  const gone = entries.filter(({ id }) => !failed.has(id)).slice(0, cleanupLimit)
  const left = entries.filter((entry) => !gone.includes(entry)).map(({ id, digest }) => ({ id, digest }))
  return {
    list: { quarantined: left.slice(0, listLimit), quarantineOverflow: left.length > listLimit },
    remove: gone.map(({ ref }) => ref),
  }
}

async function storedQuarantine(
  db: Firestore,
  pipeline: string,
  meter: Meter,
): Promise<{ id: string; digest: string; ref: DocumentReference }[]> {
  const collection = db.collection(collections.quarantine)
  const snapshot = await collection
    .orderBy(FieldPath.documentId())
    .startAt(`${pipeline}:`)
    // The character after the colon: every id of this pipeline lies below it.
    .endBefore(`${pipeline};`)
    .select('sourceId', 'version')
    .get()
  meter.reads += Math.max(1, snapshot.size)
  return snapshot.docs.map((document) => ({
    id: String(document.get('sourceId')),
    digest: String(document.get('version')),
    ref: document.ref,
  }))
}
