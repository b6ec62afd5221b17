import { z } from 'zod'

import { runModes, runStatuses } from '../contract/sync.ts'
import { orderStatuses } from '../contract/order.ts'
import { isInstant, type Instant } from '../lib/instant.ts'
import { changeTimeStates } from './source.ts'

/** The version of the watermark document's shape; a reader refuses a later one. */
export const stateEncoding = 1

const instant = z.string().refine((text): text is Instant => isInstant(text), 'not an instant')
const count = z.int().min(0)

export const changePointSchema = z.object({ at: instant, id: z.string() })

/** The counts of a run so far; the names are those of the public report. */
export const countsSchema = z.object({
  fetched: count,
  created: count,
  updated: count,
  deleted: count,
  unchanged: count,
  stale: count,
  quarantined: count,
  sourceCalls: count,
  firestoreReads: count,
  firestoreWrites: count,
  durationMs: count,
  /** Records dated later than they were read; they are copied like others. */
  future: count.default(0),
  /** Orders without a change time, which only a full run sees. */
  withoutChangeTime: count,
})
export type Counts = z.infer<typeof countsSchema>

export const noCounts: Counts = {
  fetched: 0,
  created: 0,
  updated: 0,
  deleted: 0,
  unchanged: 0,
  stale: 0,
  quarantined: 0,
  sourceCalls: 0,
  firestoreReads: 0,
  firestoreWrites: 0,
  durationMs: 0,
  future: 0,
  withoutChangeTime: 0,
}

/** The sums of two runs' counts. */
export function addCounts(a: Counts, b: Counts): Counts {
  const names = Object.keys(noCounts) as (keyof Counts)[]
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as Counts
}

export const storedRunSchema = countsSchema.extend({
  runId: z.string(),
  pipeline: z.string(),
  mode: z.enum(runModes),
  status: z.enum(runStatuses),
  watermark: z.object({ at: z.string(), id: z.string() }).nullable(),
  partial: z.object({ status: z.array(z.enum(orderStatuses)).readonly(), left: count }).optional(),
  recent: z.object({ createdFrom: z.string(), isComplete: z.boolean() }).optional(),
  error: z.string().optional(),
  startedAt: z.string(),
  endedAt: z.string(),
})

/** A run that has ended, as the watermark document and the journal keep it. */
export type StoredRun = z.infer<typeof storedRunSchema>

/** The phases of a full run (`sync/full/phases.ts`): asked for and not begun, reading the source, deleting what is gone. */
export const fullRunPhases = ['noted', 'enumerate', 'delete'] as const
export type FullRunPhase = (typeof fullRunPhases)[number]

/** Parts of a source that are enumerated, each with the source's own cursor: null before the first page. */
const partsSchema = z.array(z.object({ name: z.string(), cursor: z.string().nullable(), isRead: z.boolean() }))
export type EnumeratedParts = z.infer<typeof partsSchema>

/**
 * A full run from the moment it is asked for until it ends: the note that one is wanted, and the checkpoint of one that
 * was started, in one.
 */
const fullRunSchema = z.object({
  runId: z.string(),
  /** The identity of the source that the run enumerates. Under another identity the run's cursors and the ids that it saw mean nothing. */
  identity: z.string().nullable().default(null),
  /** The mapping by which all records read so far were parsed (`model/mapping.ts`); null before the run begins. */
  mapping: z.string().nullable().default(null),
  requestedAt: instant,
  startedAt: instant.nullable(),
  /** The bound, frozen before the first read; null until the run has started. */
  until: instant.nullable(),
  phase: z.enum(fullRunPhases),
  parts: partsSchema,
  /** Records enumerated, counted before parsing. */
  seen: count,
  total: count.nullable(),
  /** The largest change read that is not later than `until`. */
  largest: changePointSchema.nullable(),
  /** Attempts that ended in an error since the last one that got on. */
  failures: count,
  counts: countsSchema,
  /** The number of records by the mark that they left, and by the reason for which they failed. */
  marks: z.record(z.string(), count).default({}),
  reasons: z.record(z.string(), count).default({}),
})
export type FullRun = z.infer<typeof fullRunSchema>

/** Live orders whose status no canonical one stands for, by the shop's own words; `others` have words beyond the first 50. */
export const unmappedSchema = z.object({ words: z.array(z.object({ word: z.string(), count })), others: count })
export type UnmappedStatuses = z.infer<typeof unmappedSchema>
export const noUnmapped: UnmappedStatuses = { words: [], others: 0 }

/** The changes that successful incremental runs found between two bounds. Runs in quick succession share a span. */
const spanSchema = z.object({ from: instant, until: instant, runs: count, changes: count })
export type Span = z.infer<typeof spanSchema>

/** The reports of the lookback that runs have dealt with, packed (`sync/requests/recentReports.ts`): all that are stamped after `since`. */
const recentReportsSchema = z.object({ since: instant, data: z.instanceof(Uint8Array) })
export type StoredRecentReports = z.infer<typeof recentReportsSchema>

/** The watermark document of a pipeline. */
export const pipelineStateSchema = z.object({
  encoding: z.literal(stateEncoding),
  pipeline: z.string(),
  /** The identity of the source that the cached records come from; null where it is unknown, or where they come from several. */
  identity: z.string().nullable().default(null),
  /** The mapping by which the cached records were parsed (`model/mapping.ts`); null where it is unknown. */
  mapping: z.string().nullable().default(null),
  /** Full runs of the last day that changed settings started by themselves, and a digest of those settings (`sync/ownFullRuns.ts`). */
  settingsRuns: z
    .array(z.object({ settings: z.string(), at: instant }))
    .readonly()
    .default([]),
  /** The identity whose full run stopped itself last, and until when none is begun by itself. */
  refused: z.object({ identity: z.string(), retryAt: instant }).nullable().default(null),
  /** The largest change copied; it moves back by a rollback, and begins anew under another identity (invariant 2). */
  watermark: changePointSchema.nullable(),
  /** The frozen bound of the last succeeded run: the cache is complete through here. Null: a full run is due. */
  bound: instant.nullable(),
  /** The place where an unfinished incremental window goes on; the window keeps its own bound and is never widened. */
  checkpoint: z.object({ until: instant, after: changePointSchema }).nullable(),
  /**
   * Records that the last open window showed and that move no watermark, as far as they fit: they are read with each window,
   * and the cache has them in this version. A full run forgets them.
   */
  ahead: z.array(z.object({ id: z.string(), version: z.string() })).default([]),
  /**
   * The reading again of recent records: when the last complete one began, and how far an unfinished one has come. A full run reads
   * them, too. Null: they were never read again.
   */
  recent: z
    .object({
      readAt: instant.nullable(),
      unfinished: z.object({ startedAt: instant, since: instant, parts: partsSchema }).nullable(),
    })
    .nullable()
    .default(null),
  /** The place up to which the reports of changed orders are read; null where none were read yet. */
  reports: z
    .object({
      watermark: changePointSchema.nullable(),
      bound: instant,
      recent: recentReportsSchema.nullable().default(null),
    })
    .nullable()
    .default(null),
  lease: z.object({
    /** Grows with every lease, and is never deleted: the number that proves who may write. */
    fence: count,
    holder: z.object({ runId: z.string(), mode: z.enum(runModes), startedAt: instant }).nullable(),
    expiresAt: instant.nullable(),
  }),
  /** The id of the last commit, by which a writer recognises its own after a lost acknowledgement. */
  commitId: z.string().nullable(),
  cacheVersion: count,
  /**
   * The declaration of columns that the head's rows and counts follow (`cache/columns.ts`); null without a head, or where it is unknown.
   */
  declaration: z.string().nullable().default(null),
  /** The cache versions and declarations of the heads of the child streams, by their pipelines' ids. */
  children: z.record(z.string(), z.object({ cacheVersion: count, declaration: z.string() })).default({}),
  liveCount: count,
  unmapped: unmappedSchema.default(noUnmapped),
  /** The records in quarantine, as far as they fit: which version failed, and when that was found. */
  quarantined: z.array(z.object({ id: z.string(), version: z.string(), at: instant })),
  quarantineOverflow: z.boolean(),
  openAlerts: z.array(z.string()),
  /** The kinds of change times that are known of the source; null: nothing yet. */
  changeTimes: z.enum(changeTimeStates).nullable().default(null),
  /** The damage found, and what to run; a full run that succeeds mends it. */
  damage: z.string().nullable().default(null),
  progress: z.object({ done: count, total: count.nullable() }).nullable(),
  fullRun: fullRunSchema.nullable(),
  /**
   * The number of deletions that the requested full run may make, if somebody set one; null for the param's cap. A note like the request.
   */
  maxDeletes: count.nullable(),
  /** True where somebody asked that the next full run read every cached document. A note like the request. */
  verify: z.boolean().default(false),
  /** The number of incremental runs that have failed since the last one that succeeded. */
  failedRuns: count.default(0),
  /** The time at which a full run was last begun, whatever became of that run. */
  lastFullAttemptAt: instant.nullable(),
  lastRun: storedRunSchema.nullable(),
  lastFullRun: storedRunSchema.nullable(),
  /** The last full run that succeeded: its document in the journal does not expire. */
  keptRun: z.string().nullable().default(null),
  /** The last hour at least, oldest first: what an adaptive schedule is decided from. */
  recentSpans: z.array(spanSchema).default([]),
  /** The interval that the adaptive schedule last gave to the scheduler's job, and whether that failed. Null while it gave none. */
  schedule: z
    .object({ everyMinutes: z.int().min(1), failing: z.boolean() })
    .nullable()
    .default(null),
})
export type PipelineState = z.infer<typeof pipelineStateSchema>

/** The state of a pipeline that never ran. */
export function initialState(pipeline: string): PipelineState {
  return {
    encoding: stateEncoding,
    pipeline,
    identity: null,
    mapping: null,
    settingsRuns: [],
    refused: null,
    watermark: null,
    bound: null,
    checkpoint: null,
    ahead: [],
    recent: null,
    reports: null,
    lease: { fence: 0, holder: null, expiresAt: null },
    commitId: null,
    cacheVersion: 0,
    declaration: null,
    children: {},
    liveCount: 0,
    unmapped: noUnmapped,
    quarantined: [],
    quarantineOverflow: false,
    openAlerts: [],
    changeTimes: null,
    damage: null,
    progress: null,
    fullRun: null,
    maxDeletes: null,
    verify: false,
    failedRuns: 0,
    lastFullAttemptAt: null,
    lastRun: null,
    lastFullRun: null,
    keptRun: null,
    recentSpans: [],
    schedule: null,
  }
}
