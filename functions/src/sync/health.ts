import type { PipelineStatus } from '../contract/sync.ts'
import type { PipelineState } from '../model/state.ts'
import { alertKinds, type AlertKind } from './alerts/alerts.ts'

type Health = PipelineStatus['health']

/** The number of schedule intervals that a pipeline's bound may lie back before the pipeline is stale. */
const staleIntervals = 2

/**
 * The health with an open alert of each kind, with a change feed and without: `failing` where orders are missing or late as a
 * rule, `stale` where some are missing, wrong or late, `ok` where all is in the cache as the source has it.
 */
const severities: Readonly<Record<AlertKind, Readonly<Record<'feed' | 'noFeed', Health>>>> = {
  [alertKinds.quarantine]: { feed: 'stale', noFeed: 'stale' },
  [alertKinds.deleteCap]: { feed: 'failing', noFeed: 'failing' },
  [alertKinds.damagedState]: { feed: 'failing', noFeed: 'failing' },
  [alertKinds.runsFailing]: { feed: 'failing', noFeed: 'failing' },
  [alertKinds.fullRunFailed]: { feed: 'failing', noFeed: 'failing' },
  [alertKinds.unreadableSource]: { feed: 'failing', noFeed: 'failing' },
  [alertKinds.staleRecords]: { feed: 'stale', noFeed: 'stale' },
  [alertKinds.emptySource]: { feed: 'stale', noFeed: 'stale' },
  [alertKinds.absentFields]: { feed: 'stale', noFeed: 'stale' },
  [alertKinds.unreadParts]: { feed: 'stale', noFeed: 'stale' },
  [alertKinds.unmappedStatuses]: { feed: 'stale', noFeed: 'stale' },
  [alertKinds.unreadableChangeTimes]: { feed: 'stale', noFeed: 'failing' },
  // Reports find what times do not.
  [alertKinds.mixedChangeTimes]: { feed: 'ok', noFeed: 'stale' },
  [alertKinds.missingChangeTime]: { feed: 'ok', noFeed: 'stale' },
  [alertKinds.authorizationExpired]: { feed: 'failing', noFeed: 'failing' },
  // All is there, as long as it lasts.
  [alertKinds.authorizationExpiring]: { feed: 'ok', noFeed: 'ok' },
  // All is there, and a full run is on its way.
  [alertKinds.changedColumns]: { feed: 'ok', noFeed: 'ok' },
  // Some are shown as the earlier settings had them.
  [alertKinds.changedSettings]: { feed: 'stale', noFeed: 'stale' },
  // The orders are there, as the source says them.
  [alertKinds.futureOrders]: { feed: 'ok', noFeed: 'ok' },
  // It was read on by time, or to its end by tokens, and all is there.
  [alertKinds.pageToken]: { feed: 'ok', noFeed: 'ok' },
  [alertKinds.unsortedList]: { feed: 'ok', noFeed: 'ok' },
  [alertKinds.shortList]: { feed: 'stale', noFeed: 'stale' },
  [alertKinds.figuresDiffer]: { feed: 'stale', noFeed: 'stale' },
  // Whoever names them is there; they may come later, or are gone at the source.
  [alertKinds.missingRecords]: { feed: 'ok', noFeed: 'ok' },
  // It costs money, and no order.
  [alertKinds.scheduleNotAdapted]: { feed: 'ok', noFeed: 'ok' },
}

/**
 * The health of a pipeline: `ok` only where nothing is wrong. `failing`: the last run failed, or most orders are missing or
 * late; `stale`: the cache is older than two intervals, or an open alert says that something is missing, wrong or late.
 * `lagSeconds` is null before the first run.
 */
export function healthOf(
  state: PipelineState,
  { lagSeconds, everyMinutes, hasFeed }: { lagSeconds: number | null; everyMinutes: number; hasFeed: boolean },
): Health {
  const told = state.openAlerts.map((kind) => severityOf(kind, hasFeed))
  if (
    state.damage !== null ||
    state.lastRun?.status === 'failed' ||
    told.includes('failing') ||
    isMostMissing(state, hasFeed)
  )
    return 'failing'
  const isLate = lagSeconds === null || lagSeconds > staleIntervals * everyMinutes * 60
  return isLate || told.includes('stale') ? 'stale' : 'ok'
}

/** The kinds of the open alerts that keep the health from being `ok`. */
export function problemsOf({ openAlerts }: Pick<PipelineState, 'openAlerts'>, hasFeed: boolean): string[] {
  return openAlerts.filter((kind) => severityOf(kind, hasFeed) !== 'ok')
}

/** The severity of an alert; a source may raise alerts that nobody here has thought of. */
function severityOf(kind: string, hasFeed: boolean): Health {
  return isKnown(kind) ? severities[kind][hasFeed ? 'feed' : 'noFeed'] : 'stale'
}

function isKnown(kind: string): kind is AlertKind {
  return kind in severities
}

/**
 * Tells whether most orders are missing: more are in quarantine than in the cache, a collection that had orders has none, or no run can
 * find a change.
 */
function isMostMissing(state: PipelineState, hasFeed: boolean): boolean {
  const { quarantined, quarantineOverflow, liveCount, lastFullRun, openAlerts, changeTimes } = state
  // The list is cut; a full run counted all.
  const failed = quarantineOverflow ? Math.max(quarantined.length, lastFullRun?.quarantined ?? 0) : quarantined.length
  const isEmptied = openAlerts.includes(alertKinds.emptySource) && liveCount > 0
  return failed > liveCount || isEmptied || (!hasFeed && (changeTimes === 'none' || changeTimes === 'unreadable'))
}
