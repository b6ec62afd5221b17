import { alertRef, collections, withPrefix } from '../cache/paths.ts'
import type { Firestore, WriteBatch } from '../lib/firestore.ts'
import { isoOf, type Instant } from '../lib/instant.ts'
import type { Meter } from '../lib/meter.ts'

/** Kinds of alert that a run raises. */
export const alertKinds = {
  quarantine: 'quarantine',
  deleteCap: 'delete-cap',
  fullRunFailed: 'full-run-failed',
  missingChangeTime: 'missing-change-time',
  futureOrders: 'future-orders',
  damagedState: 'damaged-state',
  /** Raised after a run, and kept with the schedule's note rather than among the open alerts. */
  scheduleNotAdapted: 'schedule-not-adapted',
  /** These two are raised by a source's notices. */
  mixedChangeTimes: 'mixed-change-times',
  unreadableChangeTimes: 'unreadable-change-times',
} as const

export interface AlertChange {
  readonly kind: string
  /** The text to open it with; null closes it. */
  readonly message: string | null
}

/** The changes that are none yet: an alert that is open is not opened again (invariant 6). */
export function effectiveAlerts(open: readonly string[], changes: readonly AlertChange[]): AlertChange[] {
  const last = new Map(changes.map((change) => [change.kind, change]))
  return [...last.values()].filter(({ kind, message }) => open.includes(kind) === (message === null))
}

/** The open alerts after `changes`. */
export function openAfter(open: readonly string[], changes: readonly AlertChange[]): string[] {
  const kinds = new Set(open)
  for (const { kind, message } of changes) {
    if (message === null) kinds.delete(kind)
    else kinds.add(kind)
  }
  return [...kinds]
}

/**
 * The kinds of alert that are open in `sync_alerts`, whatever the watermark document says of them; but for the schedule's, which
 * is not the runs' to close.
 */
export async function storedOpenAlerts(db: Firestore, pipeline: string, meter: Meter): Promise<string[]> {
  const { docs } = await withPrefix(db, collections.alerts, `${pipeline}:`).get()
  meter.reads += Math.max(1, docs.length)
  return docs
    .filter((alert) => alert.get('closedAt') === null)
    .map(({ id }) => id.slice(pipeline.length + 1))
    .filter((kind) => kind !== alertKinds.scheduleNotAdapted)
}

/** Adds one write for each change. */
export function writeAlerts(
  db: Firestore,
  batch: WriteBatch,
  pipeline: string,
  at: Instant,
  changes: readonly AlertChange[],
): void {
  for (const { kind, message } of changes) {
    const ref = alertRef(db, pipeline, kind)
    if (message === null) batch.set(ref, { pipeline, kind, closedAt: isoOf(at) }, { merge: true })
    else batch.set(ref, { pipeline, kind, message, openedAt: isoOf(at), closedAt: null })
  }
}
