import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { instantFromParts } from '../../functions/src/lib/instant.ts'
import {
  addCounts,
  countsSchema,
  initialState,
  noCounts,
  pipelineStateSchema,
  type Counts,
  type PipelineState,
} from '../../functions/src/model/state.ts'

const at = instantFromParts(1_767_225_600, 123_456_789)
const ended = {
  ...noCounts,
  runId: 'r1',
  pipeline: 'firestore.orders',
  mode: 'full',
  status: 'failed',
  watermark: { at: '2026-01-01T00:00:00.123Z', id: 'o1' },
  error: 'The source failed.',
  startedAt: '2026-01-01T00:00:00.000Z',
  endedAt: '2026-01-01T00:00:01.000Z',
} as const
const busy: PipelineState = {
  ...initialState('firestore.orders'),
  identity: '(default)/orders',
  ahead: [{ id: 'far', version: '1' }],
  refused: { identity: '(default)/ordres', retryAt: at },
  watermark: { at, id: 'o1' },
  bound: at,
  checkpoint: { until: at, after: { at, id: 'o0' } },
  lease: { fence: 7, holder: { runId: 'r2', mode: 'incremental', startedAt: at }, expiresAt: at },
  quarantined: [{ id: 'bad', version: '1', at }],
  progress: { done: 3, total: null },
  maxDeletes: 0,
  fullRun: {
    runId: 'r3',
    identity: '(default)/orders',
    mapping: null,
    requestedAt: at,
    startedAt: at,
    until: at,
    phase: 'delete',
    parts: [],
    seen: 1,
    total: 2,
    largest: { at, id: 'o1' },
    failures: 1,
    marks: { 'kind: epoch seconds': 3 },
    reasons: { 'status: is missing': 1 },
    counts: noCounts,
  },
  lastRun: ended,
  lastFullRun: ended,
}

describe('the watermark document', () => {
  it.each([
    ['of a pipeline that never ran', initialState('firestore.orders')],
    ['of one in the middle of everything', busy],
  ])('%s is read as it was written, to the nanosecond', (_what, state) => {
    expect(pipelineStateSchema.parse(structuredClone(state))).toEqual(state)
  })

  it('of a pipeline that never ran asks for a full run, and nobody holds it', () => {
    expect(initialState('p')).toMatchObject({ bound: null, watermark: null, lease: { fence: 0, expiresAt: null } })
  })

  it('written before identities were is of none, and its counts have no records of the future', () => {
    const { identity: _identity, refused: _refused, ahead: _ahead, fullRun, ...old } = busy
    const { identity: _of, counts, ...oldRun } = fullRun ?? { identity: null, counts: noCounts }
    const { future: _future, ...oldCounts } = counts
    const read = pipelineStateSchema.parse({ ...old, fullRun: { ...oldRun, counts: { ...oldCounts, waiting: 3 } } })
    expect(read).toEqual({ ...busy, identity: null, refused: null, ahead: [], fullRun: { ...fullRun, identity: null } })
  })

  it.each([
    ['a later encoding', { encoding: 2 }],
    ['a watermark in milliseconds', { watermark: { at: '2026-01-01T00:00:00.123Z', id: 'o1' } }],
    ['a fence below zero', { lease: { ...busy.lease, fence: -1 } }],
    ['a count that is a fraction', { liveCount: 0.5 }],
    ['no watermark at all', { watermark: undefined }],
    ['a phase that it does not know', { fullRun: { ...busy.fullRun, phase: 'verify' } }],
  ])('is refused with %s', (_what, wrong) => {
    expect(pipelineStateSchema.safeParse({ ...busy, ...wrong }).success).toBe(false)
  })
})

describe('counts', () => {
  const counts: fc.Arbitrary<Counts> = fc.record(
    // Each name of the schema is a count.
    Object.fromEntries(Object.keys(countsSchema.shape).map((name) => [name, fc.nat()])) as Record<
      keyof Counts,
      fc.Arbitrary<number>
    >,
  )

  it('of a run in several tasks are the sums of every one of them', () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        const sum: Record<string, number> = addCounts(a, b)
        const names = new Set([...Object.keys(a), ...Object.keys(sum)])
        expect(names.size).toBe(Object.keys(countsSchema.shape).length)
        for (const name of Object.keys(a) as (keyof Counts)[]) expect(sum[name]).toBe(a[name] + b[name])
        expect(addCounts(a, noCounts)).toEqual(a)
      }),
    )
  })
})
