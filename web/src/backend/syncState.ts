import { z } from 'zod'

import { runModes, runStatuses, type PipelineStatus } from 'contract/sync.ts'

const count = z.number()
const runModeSchema = z.enum(runModes)

/** What the page needs of a run in the journal or the watermark document. */
export const journaledRunSchema = z.object({
  runId: z.string(),
  pipeline: z.string(),
  mode: runModeSchema,
  status: z.enum(runStatuses),
  created: count,
  updated: count,
  deleted: count,
  quarantined: count,
  firestoreReads: count,
  firestoreWrites: count,
  durationMs: count,
  startedAt: z.string(),
  endedAt: z.string(),
  error: z.string().optional(),
})
export type JournaledRun = z.infer<typeof journaledRunSchema>

/** What the page needs of a watermark document; what else it holds may change. */
const watermarkDocumentSchema = z.object({
  pipeline: z.string(),
  bound: z.string().nullable(),
  reports: z.object({ bound: z.string() }).nullish(),
  cacheVersion: count,
  liveCount: count,
  progress: z.object({ done: count, total: count.nullable() }).nullable(),
  fullRun: z
    .object({ runId: z.string(), seen: count, total: count.nullable(), phase: z.enum(['enumerate', 'delete']) })
    .nullable(),
  lease: z.object({
    holder: z.object({ runId: z.string(), mode: runModeSchema }).nullable(),
    expiresAt: z.string().nullable(),
  }),
  lastRun: journaledRunSchema.nullable(),
  lastFullRun: z.object({ quarantined: count }).nullish(),
  identity: z.string().nullish(),
  openAlerts: z.array(z.string()).default([]),
  schedule: z.object({ failing: z.boolean() }).nullish(),
  quarantined: z.array(z.unknown()).default([]),
  quarantineOverflow: z.boolean().default(false),
  unmapped: z
    .object({ words: z.array(z.object({ word: z.string(), count })), others: count })
    .default({ words: [], others: 0 }),
})

export interface RunProgress {
  readonly runId: string
  readonly mode: z.infer<typeof runModeSchema>
  readonly done: number
  readonly total: number | null
  /** A full run looks for deleted orders when it has copied. */
  readonly phase: 'copying' | 'deleting'
}

/** A pipeline as it stands now. */
export interface SyncState {
  readonly pipeline: string
  /** ISO; the cache shows every change visible before. */
  readonly asOf: string | null
  /** ISO; it shows whatever was reported before. Null where nothing reports changes. */
  readonly liveAsOf: string | null
  /** Grows with every commit that changes what lists show. */
  readonly cacheVersion: number
  readonly count: number
  readonly running: RunProgress | null
  readonly lastRun: JournaledRun | null
  /** The database and the collection that its records come from, as "(default)/orders"; null where nobody knows. */
  readonly identity: string | null
  /** The kinds of its open alerts. */
  readonly openAlerts: readonly string[]
  readonly quarantined: QuarantineSize
  /** The orders whose status means nothing here, by the shop's own words. */
  readonly unmapped: PipelineStatus['unmappedStatuses']
}

/** How many records are in quarantine. Above 200 it is not known: `about` is what the last full run counted, `over` a bound. */
export interface QuarantineSize {
  readonly count: number
  readonly precision: 'exact' | 'about' | 'over'
}

/** Reads a watermark document; null where it is of a shape that this page does not know. `now` is epoch milliseconds. */
export function syncStateOf(document: unknown, now: number): SyncState | null {
  const parsed = watermarkDocumentSchema.safeParse(document)
  if (!parsed.success) return null
  const { pipeline, bound, reports, cacheVersion, liveCount, lastRun } = parsed.data
  return {
    pipeline,
    asOf: bound === null ? null : isoOf(bound),
    liveAsOf: reports == null ? null : isoOf(reports.bound),
    cacheVersion,
    count: liveCount,
    lastRun,
    running: runningOf(parsed.data, now),
    identity: parsed.data.identity ?? null,
    openAlerts: openAlertsOf(parsed.data),
    quarantined: quarantineSizeOf(parsed.data),
    unmapped: parsed.data.unmapped,
  }
}

/** The schedule's alert is kept with the schedule's own note. */
function openAlertsOf({ openAlerts, schedule }: z.infer<typeof watermarkDocumentSchema>): string[] {
  return schedule?.failing === true ? [...openAlerts, 'schedule-not-adapted'] : openAlerts
}

function quarantineSizeOf({
  quarantined,
  quarantineOverflow,
  lastFullRun,
}: z.infer<typeof watermarkDocumentSchema>): QuarantineSize {
  const listed = quarantined.length
  if (!quarantineOverflow) return { count: listed, precision: 'exact' }
  const counted = lastFullRun?.quarantined ?? 0
  return counted > listed ? { count: counted, precision: 'about' } : { count: listed, precision: 'over' }
}

/** Instants have nanoseconds; the page's times have milliseconds, floored as the functions floor them. */
function isoOf(instant: string): string {
  return `${instant.slice(0, 23)}Z`
}

/** As `getSyncStatus` has it: between two of its tasks nobody holds a full run's lease, and it is under way all the same. */
function runningOf(
  { lease, progress, fullRun }: z.infer<typeof watermarkDocumentSchema>,
  now: number,
): RunProgress | null {
  const { holder, expiresAt } = lease
  const phase = fullRun?.phase === 'delete' ? 'deleting' : 'copying'
  if (holder !== null && expiresAt !== null && Date.parse(isoOf(expiresAt)) > now) {
    const { done, total } = progress ?? { done: 0, total: null }
    return { runId: holder.runId, mode: holder.mode, done, total, phase: holder.mode === 'full' ? phase : 'copying' }
  }
  if (fullRun === null) return null
  return { runId: fullRun.runId, mode: 'full', done: fullRun.seen, total: fullRun.total, phase }
}
