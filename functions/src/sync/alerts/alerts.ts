import { alertRef, collections, withPrefix } from '../../cache/paths.ts'
import { mergeOf, setOf, type Write } from '../../cache/write.ts'
import { authorizationAlertKinds } from '../../connections/alerts.ts'
import type { Firestore } from '../../lib/firestore/firestore.ts'
import { isoOf, type Instant } from '../../lib/instant.ts'
import type { Meter } from '../../lib/meter.ts'
import { unreadKind } from '../../model/unread.ts'

/** Kinds of alert that a run raises. */
export const alertKinds = {
  quarantine: 'quarantine',
  deleteCap: 'delete-cap',
  /** Most of what another collection holds is no order. */
  unreadableSource: 'unreadable-source',
  staleRecords: 'stale-records',
  fullRunFailed: 'full-run-failed',
  /** Several runs in a row. */
  runsFailing: 'runs-failing',
  missingChangeTime: 'missing-change-time',
  futureOrders: 'future-orders',
  unmappedStatuses: 'unmapped-statuses',
  damagedState: 'damaged-state',
  changedColumns: 'changed-columns',
  changedSettings: 'changed-settings',
  /** Raised after a run, and kept with the schedule's note rather than among the open alerts. */
  scheduleNotAdapted: 'schedule-not-adapted',
  /** Raised by a comparison with a vendor's own figures, and not among the open alerts. */
  figuresDiffer: 'figures-differ',
  /** Raised by a source's notices, like those below; this one also where an enumeration finds nothing of what is cached. */
  emptySource: 'empty-source',
  absentFields: 'absent-fields',
  unreadParts: unreadKind,
  mixedChangeTimes: 'mixed-change-times',
  unreadableChangeTimes: 'unreadable-change-times',
  /** Records that others refer to, raised by a stream's own declaration. */
  missingRecords: 'missing-records',
  pageToken: 'page-token',
  shortList: 'short-list',
  unsortedList: 'unsorted-list',
  /** The kinds of an account and not of a pipeline, told with its authorization rather than among the open alerts. */
  ...authorizationAlertKinds,
} as const
export type AlertKind = (typeof alertKinds)[keyof typeof alertKinds]

export interface AlertChange {
  readonly kind: string
  /** The text to open the alert with; null closes the alert. */
  readonly message: string | null
  /** True to write the message although an alert of this kind is open: the new figures are those of the whole source. */
  readonly isRestated?: boolean
}

/**
 * The changes that are to be written: an alert that is open is not opened again (invariant 6), unless it is restated; one that
 * is not is opened, restated or not.
 */
export function effectiveAlerts(open: readonly string[], changes: readonly AlertChange[]): AlertChange[] {
  const last = new Map(changes.map((change) => [change.kind, change]))
  return [...last.values()].flatMap(({ kind, message, isRestated = false }) => {
    if (open.includes(kind) === (message === null)) return { kind, message }
    return message !== null && isRestated ? { kind, message, isRestated } : []
  })
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

/** The writes of changed alerts, one for each. */
export function alertWrites(db: Firestore, pipeline: string, at: Instant, changes: readonly AlertChange[]): Write[] {
  return changes.map(({ kind, message, isRestated = false }) => {
    const ref = alertRef(db, pipeline, kind)
    if (isRestated) return mergeOf(ref, { message })
    if (message === null) return mergeOf(ref, { pipeline, kind, closedAt: isoOf(at) })
    return setOf(ref, { pipeline, kind, message, openedAt: isoOf(at), closedAt: null })
  })
}
