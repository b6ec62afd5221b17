import type { RunMode } from '../../contract/sync.ts'
import type { Counts } from '../../model/state.ts'
import { alertKinds, type AlertChange } from './alerts.ts'

/** The alerts that say how many: raised when a run ends, for only then are its counts whole. */
export function countedAlerts(counts: Counts, mode: RunMode): AlertChange[] {
  const isFull = mode === 'full'
  return [
    ...(counts.future > 0 ? [{ kind: alertKinds.futureOrders, message: futureMessage(counts.future, isFull) }] : []),
    ...(isFull && counts.stale > 0 ? [{ kind: alertKinds.staleRecords, message: staleMessage(counts.stale) }] : []),
  ].map((alert) => ({ ...alert, isRestated: isFull }))
}

function futureMessage(count: number, isFull: boolean): string {
  const where = isFull ? '' : ', in the changes that a run read'
  return (
    `${recordsIn(count)} dated in the future${where}. They are listed under these dates, and no change of theirs is lost; but ` +
    'where nothing reports changes (CHANGE_FEED), runs read them again each time. Correct the dates, or the clock that writes ' +
    'them: a time without an offset is taken as UTC.'
  )
}

function staleMessage(count: number): string {
  return (
    `${recordsIn(count)} older in the source than in the cache, as after a backup was restored; they were left as they are ` +
    'cached. The next run starts a full run that takes them as the source has them. If the source is not the right one, ' +
    'correct its settings before that.'
  )
}

function recordsIn(count: number): string {
  return count === 1 ? '1 record is' : `${count} records are`
}
