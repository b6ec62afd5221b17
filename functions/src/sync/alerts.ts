import { alertRef } from '../cache/paths.ts'
import type { Firestore, WriteBatch } from '../lib/firestore.ts'
import { isoOf, type Instant } from '../lib/instant.ts'

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
