import { describe, expect, it } from 'vitest'

import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { initialState, type PipelineState } from '../../../functions/src/model/state.ts'
import { syncStateOf } from '../../../web/src/backend/syncState.ts'

const now = Date.UTC(2026, 10, 20, 12)
const state = (fields: Partial<PipelineState> = {}): PipelineState => ({
  ...initialState('firestore.orders'),
  ...fields,
})
const holder = (mode: 'full' | 'incremental', expiresMs: number): PipelineState['lease'] => ({
  fence: 4,
  holder: { runId: 'run', mode, startedAt: instantFromMs(now) },
  expiresAt: instantFromMs(expiresMs),
})
const fullRun = {
  runId: 'full',
  requestedAt: instantFromMs(now),
  startedAt: null,
  until: null,
  phase: 'enumerate',
  cursor: null,
  seen: 40,
  total: 100,
  largest: null,
  failures: 0,
} as const

describe('a watermark document, as the functions write it', () => {
  it('of a pipeline that never ran tells nothing but its name', () => {
    expect(syncStateOf(state(), now)).toEqual({
      pipeline: 'firestore.orders',
      asOf: null,
      liveAsOf: null,
      cacheVersion: 0,
      count: 0,
      running: null,
      lastRun: null,
      identity: null,
      openAlerts: [],
      quarantined: { count: 0, precision: 'exact' },
      unmapped: { words: [], others: 0 },
    })
  })

  it('says what is wrong, the alert that is kept with the schedule too', () => {
    const wrong = state({
      identity: '(default)/orders',
      openAlerts: ['quarantine'],
      schedule: { everyMinutes: 5, failing: true },
      quarantined: [{ id: 'a', version: '1', at: instantFromMs(now) }],
      unmapped: { words: [{ word: 'ODD', count: 2 }], others: 0 },
    })
    expect(syncStateOf(wrong, now)).toMatchObject({
      identity: '(default)/orders',
      openAlerts: ['quarantine', 'schedule-not-adapted'],
      quarantined: { count: 1, precision: 'exact' },
      unmapped: { words: [{ word: 'ODD', count: 2 }], others: 0 },
    })
  })

  it('says how fresh the cache is to the millisecond, floored', () => {
    const reports = { watermark: null, bound: instantFromMs(now + 60_000.9), recent: null }
    const { asOf, liveAsOf } = syncStateOf(state({ bound: instantFromMs(now + 0.9), reports }), now) ?? {}
    expect({ asOf, liveAsOf }).toEqual({ asOf: '2026-11-20T12:00:00.000Z', liveAsOf: '2026-11-20T12:01:00.000Z' })
  })

  it('says how far a run is that holds the lease', () => {
    const running = state({ lease: holder('full', now + 1), progress: { done: 7, total: 9 } })
    expect(syncStateOf(running, now)?.running).toEqual({
      runId: 'run',
      mode: 'full',
      done: 7,
      total: 9,
      phase: 'copying',
    })
  })

  it('knows that a full run goes on between two of its tasks, and that one looks for deletions at its end', () => {
    const between = { ...state(), fullRun: { ...fullRun, phase: 'delete' } }
    expect(syncStateOf(between, now)?.running).toEqual({
      runId: 'full',
      mode: 'full',
      done: 40,
      total: 100,
      phase: 'deleting',
    })
  })

  it('takes a run for dead whose lease has run out', () => {
    expect(syncStateOf(state({ lease: holder('incremental', now) }), now)?.running).toBeNull()
  })

  it.each([null, {}, { ...state(), cacheVersion: 'three' }])('is left out where it is of another shape', (document) => {
    expect(syncStateOf(document, now)).toBeNull()
  })
})
