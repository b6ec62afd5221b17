import { collections, quarantineRef, withPrefix } from '../../cache/paths.ts'
import { deleteOf, setOf, type Write } from '../../cache/write.ts'
import type { Firestore } from '../../lib/firestore/firestore.ts'
import { instantFromMs, isoOf, type Instant } from '../../lib/instant.ts'
import type { Meter } from '../../lib/meter.ts'
import type { SourceRecord } from '../../model/source.ts'
import type { PipelineState } from '../../model/state.ts'
import { alertKinds, type AlertChange } from './alerts.ts'

/** The most quarantined records that are known by id without a read. */
const listLimit = 200
const toldReasons = 3

export type QuarantineList = Pick<PipelineState, 'quarantined' | 'quarantineOverflow'>

/** A record that failed, or (reason null) one that is well again. */
export interface QuarantineChange {
  readonly record: Pick<SourceRecord, 'sourceId' | 'version' | 'changedAt'>
  readonly reason: string | null
  /** True where the cache changes with the record. */
  readonly changed: boolean
}

/**
 * The changes that have to be written. A failure that is known in this version or a later one is not written again, and only a
 * version that is not older takes a record out. Above the list's limit it is not known who is in, so changed records are
 * taken out unseen.
 */
export function effectiveQuarantine(list: QuarantineList, changes: readonly QuarantineChange[]): QuarantineChange[] {
  const known = new Map(list.quarantined.map(({ id, version }) => [id, version]))
  return changes.filter(({ record, reason, changed }) => {
    const failed = known.get(record.sourceId)
    if (reason !== null) return failed === undefined || record.version > failed
    return failed === undefined ? list.quarantineOverflow && changed : record.version >= failed
  })
}

/** The list after `changes`, which were found at `at`. */
export function listAfter(list: QuarantineList, changes: readonly QuarantineChange[], at: Instant): QuarantineList {
  const entries = new Map(list.quarantined.map((entry) => [entry.id, entry]))
  for (const { record, reason } of changes) {
    entries.delete(record.sourceId)
    if (reason !== null) entries.set(record.sourceId, { id: record.sourceId, version: record.version, at })
  }
  return listed([...entries.values()], list.quarantineOverflow)
}

function listed(entries: QuarantineList['quarantined'], isOverflowing: boolean): QuarantineList {
  return {
    quarantined: entries.slice(0, listLimit),
    quarantineOverflow: isOverflowing || entries.length > listLimit,
  }
}

/** The alert about records in quarantine; `settings` say how records are read. */
export function quarantineAlert({ quarantined, quarantineOverflow }: QuarantineList, settings: string): AlertChange {
  const kind = alertKinds.quarantine
  if (quarantined.length === 0 && !quarantineOverflow) return { kind, message: null }
  const count = quarantineOverflow ? `More than ${listLimit}` : String(quarantined.length)
  return {
    kind,
    message:
      `${count} records cannot be read and are not in the cache as they are now: sync_quarantine has the reasons. ` +
      `Correct them at their source, or the settings ${settings} that say where their fields are.`,
  }
}

/** The alert in the words of a full run, which knows all of its `failed` records and why each failed. */
export function quarantineReview(
  list: QuarantineList,
  settings: string,
  { failed, seen, reasons }: { failed: number; seen: number; reasons: Readonly<Record<string, number>> },
): AlertChange {
  const alert = quarantineAlert(list, settings)
  if (alert.message === null || failed === 0) return alert
  const told = Object.entries(reasons)
    .sort(([, a], [, b]) => b - a)
    .slice(0, toldReasons)
    .map(([reason, count]) => `${reason} (${count})`)
  const message =
    `${failed} of ${seen} records cannot be read and are not in the cache as they are now: ${told.join('; ')}. ` +
    `Correct them at their source, or the settings ${settings} that say where their fields are.`
  return { kind: alert.kind, message, isRestated: true }
}

/** The writes of changes, one for each. A quarantined record keeps its id and reason, and nothing of its content. */
export function quarantineWrites(
  db: Firestore,
  pipeline: string,
  run: { readonly runId: string; readonly at: Instant },
  changes: readonly QuarantineChange[],
): Write[] {
  return changes.map(({ record: { sourceId, version, changedAt }, reason }) => {
    const ref = quarantineRef(db, pipeline, sourceId)
    if (reason === null) return deleteOf(ref)
    const { runId, at } = run
    return setOf(ref, { pipeline, sourceId, reason, version, changedAt, runId, quarantinedAt: isoOf(at) })
  })
}

/** The most records that a full run takes out of quarantine without having put them there itself; the next run takes the rest. */
const cleanupLimit = 300

/**
 * The rest of a pipeline's quarantine after a complete enumeration: the records that failed in it (`failed`, by source id), and
 * those that another run found since `startedAt`. Reads the collection only where the list could not hold all.
 */
export async function quarantineCleanup(
  db: Firestore,
  pipeline: string,
  list: QuarantineList,
  enumeration: { readonly failed: ReadonlySet<string>; readonly startedAt: Instant },
  meter: Meter,
): Promise<{ readonly list: QuarantineList; readonly writes: readonly Write[] }> {
  const entries = list.quarantineOverflow ? await storedQuarantine(db, pipeline, meter) : list.quarantined
  const { failed, startedAt } = enumeration
  const gone = new Set(entries.filter(({ id, at }) => !failed.has(id) && at < startedAt).slice(0, cleanupLimit))
  return {
    list: listed(
      entries.filter((entry) => !gone.has(entry)).map(({ id, version, at }) => ({ id, version, at })),
      false,
    ),
    writes: [...gone].map(({ id }) => deleteOf(quarantineRef(db, pipeline, id))),
  }
}

async function storedQuarantine(db: Firestore, pipeline: string, meter: Meter): Promise<QuarantineList['quarantined']> {
  const snapshot = await withPrefix(db, collections.quarantine, `${pipeline}:`)
    .select('sourceId', 'version', 'quarantinedAt')
    .get()
  meter.reads += Math.max(1, snapshot.size)
  return snapshot.docs.map((document) => ({
    id: String(document.get('sourceId')),
    version: String(document.get('version')),
    at: instantFromMs(Date.parse(String(document.get('quarantinedAt')))),
  }))
}
