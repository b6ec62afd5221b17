import { z } from 'zod'

import { runModes, runStatuses } from '../../../functions/src/model/api.ts'

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
  }
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
