import { describe, expect, it } from 'vitest'

import type { RunReport } from '../../functions/src/contract/sync.ts'
import { instantFromParts } from '../../functions/src/lib/instant.ts'
import { storedRunSchema, initialState, noCounts, type Counts } from '../../functions/src/model/state.ts'
import {
  storedRunOf,
  failedReport,
  finishedRunOf,
  reportOf,
  reportOfEnded,
  runningReport,
  skippedReport,
  startedRunOf,
  summaryOf,
  watermarkOf,
  type RunOutcome,
} from '../../functions/src/sync/runReport.ts'

const at = instantFromParts(1_767_225_600, 999_999_999)
const counts: Counts = {
  fetched: 1,
  created: 2,
  updated: 3,
  deleted: 4,
  unchanged: 5,
  stale: 6,
  quarantined: 7,
  sourceCalls: 8,
  firestoreReads: 9,
  firestoreWrites: 10,
  durationMs: 11_260,
  future: 12,
  withoutChangeTime: 13,
}
const outcome: RunOutcome = {
  runId: 'r1',
  pipeline: 'firestore.orders',
  mode: 'incremental',
  status: 'succeeded',
  counts,
  watermark: { at, id: 'o1' },
}
/** The public contract's members of a run, each with its own value. */
const published: RunReport = {
  runId: 'r1',
  pipeline: 'firestore.orders',
  mode: 'incremental',
  status: 'succeeded',
  fetched: 1,
  created: 2,
  updated: 3,
  deleted: 4,
  unchanged: 5,
  stale: 6,
  quarantined: 7,
  sourceCalls: 8,
  firestoreReads: 9,
  firestoreWrites: 10,
  durationMs: 11_260,
  watermark: { at: '2026-01-01T00:00:00.999Z', id: 'o1' },
}

describe('the report of a run', () => {
  it('is exactly the published one; times are floored to milliseconds', () => {
    expect(reportOf(outcome)).toStrictEqual(published)
    expect(reportOf({ ...outcome, watermark: null, error: 'Why.' })).toStrictEqual({
      ...published,
      watermark: null,
      error: 'Why.',
    })
    expect(watermarkOf(null)).toBeNull()
  })

  it('of a run that has ended is kept with all that it counted, and shown with what is published', () => {
    const ended = storedRunOf({ ...outcome, error: 'Why.' }, at, instantFromParts(1_767_225_601, 1))
    expect(storedRunSchema.parse(structuredClone(ended))).toEqual(ended)
    expect(ended).toMatchObject({ future: 12, withoutChangeTime: 13 })
    expect(finishedRunOf(ended)).toStrictEqual({
      ...published,
      error: 'Why.',
      startedAt: '2026-01-01T00:00:00.999Z',
      endedAt: '2026-01-01T00:00:01.000Z',
    })
    expect(reportOfEnded(ended)).toStrictEqual({ ...published, error: 'Why.' })
  })

  it('of a full run under way shows how far it has come', () => {
    const fullRun = {
      runId: 'r9',
      identity: '(default)/orders',
      mapping: null,
      requestedAt: at,
      startedAt: at,
      until: at,
      phase: 'enumerate' as const,
      parts: [{ name: 'all', cursor: 'c', isRead: false }],
      seen: 3,
      total: 10,
      largest: { at, id: 'o2' },
      maxDeletes: null,
      failures: 0,
      marks: {},
      reasons: {},
      counts: { ...noCounts, created: 3 },
    }
    expect(runningReport('firestore.orders', fullRun)).toMatchObject({
      runId: 'r9',
      mode: 'full',
      status: 'running',
      created: 3,
      watermark: { at: '2026-01-01T00:00:00.999Z', id: 'o2' },
    })
    expect(startedRunOf('p', 'r9')).toStrictEqual({ runId: 'r9', pipeline: 'p', mode: 'full', status: 'running' })
  })

  it('of a call that found another at work names it, and counts what finding that was billed', () => {
    const state = initialState('firestore.orders')
    const holder = { runId: 'r7', mode: 'full' as const, startedAt: at }
    const held = { ...state, watermark: outcome.watermark, lease: { fence: 1, holder, expiresAt: at } }
    expect(skippedReport(held, { reads: 1 })).toMatchObject({
      runId: 'r7',
      status: 'skipped',
      fetched: 0,
      firestoreReads: 1,
      firestoreWrites: 0,
      watermark: published.watermark,
    })
  })
})

describe('the report of a call that could not begin', () => {
  it('says why as far as it may, and leaves the rest to the log, which repeats no secret either', () => {
    const logged: unknown[] = []
    const note = (message: string, members?: unknown): void => void logged.push([message, members])
    const context = { id: 'firestore.orders', logger: { info: note, warn: note, error: note } }
    const failed = failedReport(context, 'full', new Error('no such key: sk_live_51H8xQ'))
    expect(failed).toStrictEqual({
      ...reportOf({ ...outcome, runId: '', mode: 'full', status: 'failed', counts: noCounts, watermark: null }),
      error: 'The run failed unexpectedly (Error); the log has the details.',
    })
    expect(logged).toHaveLength(1)
    expect(JSON.stringify(logged)).toContain('[SYNC] firestore.orders full could not be started')
    expect(JSON.stringify(logged)).not.toContain('sk_live')
  })
})

describe('the line in the log', () => {
  it('is one that an operator can search for', () => {
    expect(summaryOf(published, counts)).toBe(
      '[SYNC] firestore.orders incremental succeeded: 2 new, 3 updated, 4 deleted, 5 unchanged, 6 stale, ' +
        '7 quarantined, 12 dated in the future, 13 without change time, 9 reads, 10 writes, 11.3 s',
    )
  })

  it('leaves out what there was none of, and says why a run failed', () => {
    const failed = reportOf({ ...outcome, counts: noCounts, status: 'failed', error: 'The source failed.' })
    expect(summaryOf(failed, noCounts)).toBe(
      '[SYNC] firestore.orders incremental failed: 0 new, 0 updated, 0 deleted, 0 unchanged, 0 reads, 0 writes, ' +
        'The source failed., 0.0 s',
    )
  })
})
