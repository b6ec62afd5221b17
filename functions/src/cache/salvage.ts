import { z } from 'zod'

import { msOf, shift, type Instant } from '../lib/instant.ts'
import { initialState, pipelineStateSchema, type PipelineState } from '../model/state.ts'

/*
 * A watermark document that somebody damaged, deleted or edited must neither stop its pipeline for ever nor be believed:
 * what can be read of it is kept, what cannot begins anew, and a full run makes sure of the rest.
 */

/** The longest lease that anybody takes, in milliseconds: a rebuild's. */
export const longestLeaseMs = 3_600_000
/** The most that a stored time may lie ahead of Firestore's clock and still be one that this code wrote, in milliseconds. */
const marginMs = 60_000

/** The part of a watermark document that can be believed, and the names of the fields that cannot. */
export interface Salvaged {
  readonly state: PipelineState
  readonly problems: readonly string[]
}

/** The state in a document that is not one of this version: each field that can be read, and else as of a pipeline that never ran. */
export function salvage(pipeline: string, data: Readonly<Record<string, unknown>>, now: Instant): Salvaged {
  const state: Record<string, unknown> = { ...initialState(pipeline) }
  const problems: string[] = []
  for (const [field, schema] of Object.entries(pipelineStateSchema.shape)) {
    const parsed = (schema as z.ZodType).safeParse(data[field]) // Each of the shape is a schema.
    if (parsed.success) state[field] = parsed.data
    else problems.push(field)
  }
  if (problems.includes('lease')) state.lease = freeLease(fenceIn(data) ?? laterFence(now))
  if (problems.includes('quarantined')) state.quarantineOverflow = true
  return { state: pipelineStateSchema.parse(state), problems }
}

/** The part of a head that the watermark document repeats and a run cannot do without. */
export type HeadView = Pick<PipelineState, 'cacheVersion' | 'liveCount' | 'declaration'>

/** The state of a pipeline whose watermark document is gone while its cache is there. */
export function stateWithout(pipeline: string, view: HeadView, now: Instant): Salvaged {
  const lease = freeLease(laterFence(now))
  // Who is in quarantine is only known by their documents.
  const state = { ...initialState(pipeline), ...view, lease, quarantineOverflow: true }
  return { state, problems: ['all of it: it is missing'] }
}

/** The state without the times that this code cannot have written by `now`, however they came there. */
export function withoutFuture(state: PipelineState, now: Instant): Salvaged {
  const latest = shift(now, marginMs)
  const isFuture = (at: Instant | null | undefined): boolean => at != null && at > latest
  const { bound, watermark, checkpoint, reports, lease, fullRun } = state
  const wrong: Partial<PipelineState> = {
    ...(isFuture(bound) && { bound: null }),
    ...(isFuture(watermark?.at) && { watermark: null }),
    ...((isFuture(checkpoint?.until) || isFuture(checkpoint?.after.at)) && { checkpoint: null }),
    ...((isFuture(reports?.bound) || isFuture(reports?.watermark?.at)) && { reports: null }),
    ...(isBeyondLease(lease.expiresAt, now) && { lease: freeLease(lease.fence) }),
    ...(fullRun !== null && timesOf(fullRun).some(isFuture) && { fullRun: null }),
    ...(isFuture(state.lastFullAttemptAt) && { lastFullAttemptAt: null }),
    ...(state.recentSpans.some(({ until }) => isFuture(until)) && { recentSpans: [] }),
    ...(state.quarantined.some(({ at }) => isFuture(at)) && { quarantined: [], quarantineOverflow: true }),
  }
  return { state: { ...state, ...wrong }, problems: Object.keys(wrong) }
}

/** Tells whether a lease would end later than any that was taken by `now`. */
export function isBeyondLease(expiresAt: Instant | null, now: Instant): boolean {
  return expiresAt !== null && expiresAt > shift(now, longestLeaseMs + marginMs)
}

function timesOf({
  requestedAt,
  startedAt,
  until,
  largest,
}: NonNullable<PipelineState['fullRun']>): (Instant | null)[] {
  return [requestedAt, startedAt, until, largest?.at ?? null]
}

function freeLease(fence: number): PipelineState['lease'] {
  return { fence, holder: null, expiresAt: null }
}

function fenceIn({ lease }: Readonly<Record<string, unknown>>): number | null {
  const parsed = z.object({ fence: z.int().min(0) }).safeParse(lease)
  return parsed.success ? parsed.data.fence : null
}

/** Larger than any fence that was counted up from nothing. */
function laterFence(now: Instant): number {
  return Math.floor(msOf(now) / 1000)
}
