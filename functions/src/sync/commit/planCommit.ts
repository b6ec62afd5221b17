import type { PlannedCommit } from '../../cache/applyCommit.ts'
import type { BegunCommits } from '../../cache/begunCommits.ts'
import {
  documentWrites,
  foldWrites,
  viewsAfter,
  writesOfFold,
  type CacheAfter,
  type RecordChange,
} from '../../cache/cacheWrites.ts'
import { reportOfWrite } from '../../cache/feed.ts'
import { encodeEntry, entryWrites, type SeenIds } from '../../cache/journal.ts'
import type { Lease, StatePatch } from '../../cache/lease.ts'
import { isDocumentId, runRef } from '../../cache/paths.ts'
import { setOf, type Write } from '../../cache/write.ts'
import type { Firestore } from '../../lib/firestore/firestore.ts'
import { msOf } from '../../lib/instant.ts'
import type { Dependent } from '../../model/pipeline.ts'
import { isLive, type Row } from '../../model/row.ts'
import { liveThrough } from '../../model/freshness.ts'
import type { Source, SourceNotice } from '../../model/source.ts'
import type { Counts } from '../../model/state.ts'
import type { Stream } from '../../model/stream.ts'
import { alertWrites, effectiveAlerts, openAfter, type AlertChange } from '../alerts/alerts.ts'
import {
  effectiveQuarantine,
  listAfter,
  quarantineAlert,
  quarantineWrites,
  type QuarantineChange,
} from '../alerts/quarantine.ts'
import { unmappedAlert } from '../alerts/unmappedAlert.ts'
import type { Outcome } from './outcomes.ts'
import { noIds, type Step } from './step.ts'

/** The facts that a commit is planned from. They are read and never changed. */
export interface Planning {
  readonly db: Firestore
  readonly lease: Pick<Lease, 'pipeline' | 'runId' | 'fence' | 'state' | 'now' | 'journalUntil' | 'takingWrites'>
  readonly source: Pick<Source, 'feed' | 'strategy' | 'settings'>
  readonly stream: Pick<Stream, 'alarm'>
  readonly counts: { with(records: Partial<Counts>, writes: number): Counts }
  readonly notices: readonly SourceNotice[]
  readonly isNewIdentity: boolean
  /** The run's document in the journal; null where it is there. */
  readonly opening: Record<string, unknown> | null
  /** The number of the next journal entry under this lease. */
  readonly entry: number
  readonly begun: Pick<BegunCommits, 'batchOf'>
  readonly dependents: readonly Dependent[]
}

/** The part of a commit that follows from a slice of a page. Some of it depends on what is known when its turn comes. */
export interface PlannedSlice {
  /** The counts that it adds to the run's. */
  readonly tally: Partial<Counts>
  /** Bytes of its documents and of those that they replace. */
  readonly bytes: number
  readonly changes: readonly RecordChange[]
  /** The pipeline's own cache first. */
  readonly caches: readonly CacheAfter[]
  readonly quarantine: readonly QuarantineChange[]
  readonly ids: SeenIds
  readonly patch: (counts: Counts) => StatePatch
  readonly alerts: readonly AlertChange[]
}

/** A slice without a record. */
export const emptySlice: PlannedSlice = {
  tally: {},
  bytes: 0,
  changes: [],
  caches: [],
  quarantine: [],
  ids: noIds,
  patch: () => ({}),
  alerts: [],
}

/** The part of a commit that stands beside its slice. */
export interface Beside {
  readonly writes: readonly Write[]
  /** The write of the run's document in the journal; null where that stays as it is. */
  readonly journal: ((left: Left) => Write) | null
  readonly patch: (left: Left) => StatePatch
}

/** The state that a commit leaves: the run's counts, and the fields of the watermark document that its slice changes. */
export interface Left {
  readonly counts: Counts
  readonly patch: StatePatch
}

/** A commit as it was planned, with the run's counts behind it and what it adds to them. */
export interface CountedCommit extends PlannedCommit {
  readonly counts: Counts
  readonly tally: Partial<Counts>
  /** True where it adds an entry to the journal. */
  readonly hasEntry: boolean
  /** The dependent pipelines to which it reports. */
  readonly reportsTo: readonly string[]
}

/**
 * Plans what a commit does for the outcomes of some records, which leave the caches as `caches`. False in `hasWrites` says that
 * nothing has to be written.
 */
export function planSlice<Progress>(
  {
    lease,
    source: { settings },
    stream,
    notices,
    isNewIdentity,
  }: Pick<Planning, 'lease' | 'source' | 'stream' | 'notices' | 'isNewIdentity'>,
  outcomes: readonly Outcome[],
  caches: readonly CacheAfter[],
  stepBehind: (hasWrites: boolean) => Step<Progress>,
): { readonly slice: PlannedSlice; readonly progress: Progress; readonly hasWrites: boolean } {
  const { state } = lease
  const changes = changesOf(outcomes)
  const failures = outcomes.flatMap(({ quarantine }) => quarantine ?? [])
  const quarantine = effectiveQuarantine(state, failures)
  const hasRecords = changes.length + quarantine.length > 0
  const { progress, patch, ids } = stepBehind(hasRecords)
  const tally = tallyOf(outcomes)
  if (!hasRecords && ids.seen.length === 0) return { slice: { ...emptySlice, tally }, progress, hasWrites: false }
  const list = listAfter(state, quarantine, lease.now())
  const unmapped = caches[0]?.after.head.unmapped ?? state.unmapped
  // From its first change on, a cache that had another identity is of none: should this run not succeed, it is not whole.
  const identity = isNewIdentity && hasRecords ? { identity: null } : {}
  const slice: PlannedSlice = {
    tally,
    bytes: outcomes.reduce((sum, { bytes }) => sum + bytes, 0),
    changes,
    caches,
    quarantine,
    ids,
    patch: (counts) => ({ ...patch(counts), ...list, ...identity }),
    alerts: [
      ...notices,
      quarantineAlert(list, settings.records),
      unmappedAlert(state.unmapped, unmapped, settings.statuses),
      ...alarmOf(stream, state.liveCount, caches[0]?.after.head.live ?? state.liveCount),
    ],
  }
  return { slice, progress, hasWrites: true }
}

/** The alert of a stream whose every record is one; another number of them is news. */
function alarmOf({ alarm }: Pick<Stream, 'alarm'>, before: number, after: number): AlertChange[] {
  if (alarm === undefined) return []
  if (after === 0) return [{ kind: alarm.kind, message: null }]
  return [{ kind: alarm.kind, message: alarm.message(after), ...(before !== after && { isRestated: true }) }]
}

/** The commit of a slice in the middle of a run: it opens the journal where none did, and writes the alerts that are news. */
export function planPageCommit(planning: Planning, slice: PlannedSlice): CountedCommit {
  const { db, lease, opening } = planning
  const { openAlerts } = lease.state
  const alerts = effectiveAlerts(openAlerts, slice.alerts)
  return planCommit(planning, slice, {
    writes: alertWrites(db, lease.pipeline, lease.now(), alerts),
    journal: opening === null ? null : () => setOf(runRef(db, lease.runId), opening),
    patch: () => ({ openAlerts: openAfter(openAlerts, alerts) }),
  })
}

/** Puts a commit together: the documents, the journal's entry, heads and segments, quarantine, and what stands beside the slice. */
export function planCommit(planning: Planning, slice: PlannedSlice, beside: Beside): CountedCommit {
  const { db, lease, entry, begun } = planning
  const { changes, caches, quarantine, ids, tally } = slice
  const before = changes.map(({ after, beforeDocument }) => ({ id: after.id, document: beforeDocument }))
  const entries = changes.length + ids.seen.length > 0 ? encodeEntry(before, ids) : []
  const run = { runId: lease.runId, at: lease.now() }
  const writes = [
    ...documentWrites(db, lease.pipeline, changes),
    ...entryWrites(db, lease, entry, entries),
    ...quarantineWrites(db, lease.pipeline, run, quarantine),
    ...planning.dependents.flatMap((dependent) => reportsTo(planning, dependent, changes)),
    ...beside.writes,
  ]
  const folds = caches.reduce((sum, { after }) => sum + writesOfFold(after), 0)
  // The watermark document is one more.
  const count = writes.length + folds + Number(beside.journal !== null) + lease.takingWrites.length + 1
  const counts = planning.counts.with(tally, count)
  const left = { counts, patch: slice.patch(counts) }
  const patch = { ...left.patch, ...beside.patch(left) }
  const { bound, reports } = { ...lease.state, ...patch }
  const shown = caches.map(({ cache, after }) => ({
    cache,
    after: { ...after, head: { ...after.head, bound, reportsBound: liveThrough(planning.source, reports) } },
  }))
  return {
    writes: [
      ...writes,
      ...shown.flatMap((one) => foldWrites(db, one)),
      ...(beside.journal === null ? [] : [beside.journal(left)]),
    ],
    patch: { ...patch, ...viewsAfter(lease.state, shown) },
    begun: begun.batchOf(changes.map(({ document }) => document)),
    caches: shown,
    counts,
    tally,
    hasEntry: entries.length > 0,
    reportsTo: planning.dependents
      .filter((dependent) => changes.some((change) => concernedBy(dependent, lease.pipeline, change).length > 0))
      .map(({ pipeline }) => pipeline),
  }
}

/** The reports of the records that depend on changed rows, as they were and as they are. */
function reportsTo(
  { db, lease }: Pick<Planning, 'db' | 'lease'>,
  dependent: Dependent,
  changes: readonly RecordChange[],
): Write[] {
  const { pipeline, identity: of } = dependent
  const ids = new Set(changes.flatMap((change) => concernedBy(dependent, lease.pipeline, change)))
  return [...ids].map((sourceId) =>
    reportOfWrite(db, pipeline, { of, sourceId, kind: 'updated', version: null }, msOf(lease.now())),
  )
}

/**
 * The records of a dependent pipeline that a change in `pipeline` concerns, or the changes of its parts. What cannot be a document's id
 * is none: no cache has such a record.
 */
export function concernedBy(
  { input, idsOf, byIdsOnly }: Pick<Dependent, 'input' | 'idsOf' | 'byIdsOnly'>,
  pipeline: string,
  change: RecordChange,
): readonly string[] {
  const parts = change.children.find(({ cache }) => cache.pipeline === input)?.changes ?? []
  const changes = input === pipeline ? [change] : parts
  const idsIn = (row: Row | null): readonly string[] => (row !== null && isLive(row) ? idsOf(row) : [])
  return changes.flatMap(({ before, after }) => {
    const [old, now] = [idsIn(before), idsIn(after)]
    const both = byIdsOnly ? new Set(old).intersection(new Set(now)) : new Set()
    return [...old, ...now].filter((id) => !both.has(id) && isDocumentId(id))
  })
}

/** The changes among outcomes. */
export function changesOf(outcomes: readonly Outcome[]): RecordChange[] {
  return outcomes.flatMap(({ change }) => change ?? [])
}

/** Counts outcomes by what they are. */
export function tallyOf(outcomes: readonly Outcome[]): Partial<Counts> {
  const tally = { created: 0, updated: 0, unchanged: 0, stale: 0, quarantined: 0, deleted: 0 }
  for (const { difference } of outcomes) if (difference !== 'absent') tally[difference] += 1
  return tally
}
