import { describe, expect, it } from 'vitest'

import { documentRef, stateRef } from '../../../functions/src/cache/paths.ts'
import { PipelineCache } from '../../../functions/src/cache/pipelineCache.ts'
import { emptyHead } from '../../../functions/src/engine/encoding/head.ts'
import { mergeOf, type Write } from '../../../functions/src/cache/write.ts'
import { Firestore, Timestamp } from '../../../functions/src/lib/firestore/firestore.ts'
import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { Meter } from '../../../functions/src/lib/meter.ts'
import { rowOf as rowOfRecord, tombstoneOf, type Row } from '../../../functions/src/model/row.ts'
import { addCounts, initialState, noCounts } from '../../../functions/src/model/state.ts'
import { orderStream } from '../../../functions/src/streams/orders/stream.ts'
import type { Outcome } from '../../../functions/src/sync/commit/outcomes.ts'
import { planCommit, planPageCommit, planSlice, type Planning } from '../../../functions/src/sync/commit/planCommit.ts'
import { order } from '../../cache/order.ts'

const pipeline = 'firestore.orders'
// It is asked for paths alone: no request leaves it.
const db = new Firestore({ projectId: 'demo-plan' })
const now = instantFromMs(Date.UTC(2026, 10, 1))
const state = { ...initialState(pipeline), cacheVersion: 3 }

function planningOf(more: Partial<Planning> = {}): Planning {
  return {
    db,
    lease: {
      pipeline,
      runId: 'r1',
      fence: 4,
      state,
      now: () => now,
      journalUntil: Timestamp.fromMillis(0),
      takingWrites: [],
    },
    source: { feed: null, strategy: 'ordered', settings: { statuses: 'the map', records: 'the fields' } },
    stream: {},
    counts: {
      with: (records, writes) => ({ ...addCounts(noCounts, { ...noCounts, ...records }), firestoreWrites: writes }),
    },
    notices: [],
    isNewIdentity: false,
    opening: null,
    entry: 2,
    begun: { batchOf: () => null },
    dependents: [],
    ...more,
  }
}

const access = { db, meter: new Meter(), clock: { now: () => 0 }, version: () => 3 }
const cache = new PipelineCache(pipeline, orderStream, access)
const after = { head: { ...emptyHead(orderStream), cacheVersion: 4, live: 7 }, written: [], removed: [], index: [] }

function outcomeOf(id: string, difference: Outcome['difference'], more: Partial<Outcome> = {}): Outcome {
  const record = { sourceId: id, changedAt: now, version: now, readTime: now, raw: null }
  return { record, difference, change: null, bytes: 10, quarantine: null, ...more }
}

function rowOf(id: string): Row {
  return rowOfRecord(orderStream, { ...order, id: `firestore:${id}` }, '1', '0123456789abcdef')
}

function created(id: string): Outcome {
  const change = { before: null, after: rowOf(id), document: { id }, beforeDocument: null, children: [] }
  return outcomeOf(id, 'created', { change })
}

const step = {
  progress: 'behind',
  patch: () => ({ watermark: { at: now, id: 'b' } }),
  ids: { seen: [], quarantined: [] },
}
const pathsOf = (writes: readonly Write[] = []): string[] => writes.map(({ kind, ref }) => `${kind} ${ref.path}`)

describe('the plan of a slice', () => {
  it('is every write of it, the checkpoint, and counts that are its own list', () => {
    const planning = planningOf({ opening: { runId: 'r1' } })
    const { slice, progress, hasWrites } = planSlice(
      planning,
      [created('a'), created('b')],
      [{ cache, after }],
      () => step,
    )
    expect([progress, hasWrites]).toEqual(['behind', true])
    const plan = planPageCommit(planning, slice)
    expect(pathsOf(plan.writes)).toEqual([
      'set orders_cache/firestore:a',
      'set orders_cache/firestore:b',
      'set sync_runs/r1/commits/00000004-00000002-00000000',
      'set orders_cache_head/firestore.orders',
      'set sync_runs/r1',
    ])
    expect(plan.patch).toMatchObject({ watermark: { id: 'b' }, cacheVersion: 4, liveCount: 7 })
    expect(plan.tally).toMatchObject({ created: 2 })
    // And the watermark document.
    expect(plan.counts).toMatchObject({ created: 2, firestoreWrites: 6 })
    expect(plan.hasEntry).toBe(true)
  })

  it('without a record to write is none, and counts all the same', () => {
    const planning = planningOf()
    const outcomes = [outcomeOf('a', 'unchanged'), outcomeOf('b', 'stale'), outcomeOf('c', 'absent')]
    const { slice, hasWrites } = planSlice(planning, outcomes, [], () => step)
    expect(hasWrites).toBe(false)
    expect(slice.tally).toMatchObject({ unchanged: 1, stale: 1, created: 0 })
  })

  it('that saw ids is one for them alone', () => {
    const planning = planningOf()
    const seen = { ...step, ids: { seen: ['a'], quarantined: [] } }
    const { slice, hasWrites } = planSlice(planning, [outcomeOf('a', 'unchanged')], [], () => seen)
    expect(hasWrites).toBe(true)
    expect(pathsOf(planPageCommit(planning, slice).writes)).toEqual([
      'set sync_runs/r1/commits/00000004-00000002-00000000',
    ])
  })

  it('quarantines what failed with its alert, and says which document a deletion takes', () => {
    const planning = planningOf()
    const failed = outcomeOf('bad', 'quarantined')
    const gone = tombstoneOf(orderStream, rowOf('gone'), now, 1)
    const outcomes = [
      { ...failed, quarantine: { record: failed.record, reason: 'total: is missing', changed: true } },
      outcomeOf('gone', 'deleted', {
        change: { before: rowOf('gone'), after: gone, document: null, beforeDocument: { id: 'gone' }, children: [] },
      }),
    ]
    const { slice } = planSlice(planning, outcomes, [{ cache, after }], () => step)
    const plan = planPageCommit(planning, slice)
    expect(pathsOf(plan.writes)).toEqual([
      'delete orders_cache/firestore:gone',
      'set sync_runs/r1/commits/00000004-00000002-00000000',
      'set sync_quarantine/firestore.orders:bad',
      'set sync_alerts/firestore.orders:quarantine',
      'set orders_cache_head/firestore.orders',
    ])
    expect(plan.patch).toMatchObject({ openAlerts: ['quarantine'], quarantined: [{ id: 'bad' }] })
  })

  it('reports the records that depend on a row, as it was and as it is, once each', () => {
    const dependent = {
      pipeline: 'square.days',
      identity: 'days',
      input: pipeline,
      byIdsOnly: false,
      isComputed: true,
      idsOf: ({ id, createdAt }: Row) => [id.slice('firestore:'.length), String(createdAt)],
    }
    const before = { ...rowOf('a'), createdAt: 1 }
    const change = { before, after: { ...rowOf('a'), createdAt: 2 }, document: {}, beforeDocument: null, children: [] }
    const planning = planningOf({ dependents: [dependent] })
    const { slice } = planSlice(planning, [outcomeOf('a', 'updated', { change })], [{ cache, after }], () => step)
    const plan = planPageCommit(planning, slice)
    expect(pathsOf(plan.writes).filter((path) => path.includes('sync_feeds'))).toEqual([
      'merge sync_feeds/square.days/sync_reports/a',
      'merge sync_feeds/square.days/sync_reports/1',
      'merge sync_feeds/square.days/sync_reports/2',
    ])
    expect(plan.reportsTo).toEqual(['square.days'])
  })

  it('reports nothing of a change to those to whom only matters which records a row concerns', () => {
    const dependent = { pipeline: 'square.days', identity: 'days', input: pipeline, byIdsOnly: true, isComputed: true }
    const planning = planningOf({
      dependents: [{ ...dependent, idsOf: ({ id, createdAt }) => [id, String(createdAt)] }],
    })
    const before = { ...rowOf('a'), createdAt: 1 }
    const change = { before, after: { ...rowOf('a'), createdAt: 2 }, document: {}, beforeDocument: null, children: [] }
    const { slice } = planSlice(planning, [outcomeOf('a', 'updated', { change })], [{ cache, after }], () => step)
    expect(pathsOf(planPageCommit(planning, slice).writes).filter((path) => path.includes('sync_feeds'))).toEqual([
      'merge sync_feeds/square.days/sync_reports/1',
      'merge sync_feeds/square.days/sync_reports/2',
    ])
  })

  it('reports no record that no cache can have', () => {
    const planning = planningOf({
      dependents: [
        {
          pipeline: 'square.days',
          identity: 'days',
          input: pipeline,
          byIdsOnly: false,
          isComputed: true,
          idsOf: () => ['', 'a/b', '.', '__x__', 'a'],
        },
      ],
    })
    const { slice } = planSlice(planning, [created('a')], [{ cache, after }], () => step)
    expect(pathsOf(planPageCommit(planning, slice).writes).filter((path) => path.includes('sync_feeds'))).toEqual([
      'merge sync_feeds/square.days/sync_reports/a',
    ])
  })

  it('takes the dead run’s entry into its counts, and forgets another identity with its first record', () => {
    const takingWrites = [mergeOf(stateRef(db, 'dead'), {})]
    const planning = planningOf({ isNewIdentity: true })
    const taking = { ...planning, lease: { ...planning.lease, takingWrites } }
    const { slice } = planSlice(taking, [created('a')], [{ cache, after }], () => step)
    const plan = planCommit(taking, slice, { writes: [], journal: null, patch: () => ({}) })
    expect(plan.counts.firestoreWrites).toBe((plan.writes ?? []).length + takingWrites.length + 1)
    expect(plan.patch).toMatchObject({ identity: null })
  })

  it('changes nothing that it was given', () => {
    const outcomes = Object.freeze([created('a')])
    const planning = Object.freeze(planningOf({ lease: Object.freeze(planningOf().lease) }))
    const plan = () => planPageCommit(planning, planSlice(planning, outcomes, [{ cache, after }], () => step).slice)
    expect(pathsOf(plan().writes)).toEqual(pathsOf(plan().writes))
    expect(after.head.bound).toBeNull()
    expect(documentRef(db, pipeline, 'a').path).toBe('orders_cache/a')
  })
})
