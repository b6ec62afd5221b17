import { expect, it } from 'vitest'

import { Meter } from '../../../functions/src/lib/meter.ts'
import { noCounts } from '../../../functions/src/model/state.ts'
import { RunCounts } from '../../../functions/src/sync/commit/runCounts.ts'

it('a commit that is planned counts in its own report, and in no other until it has succeeded', () => {
  const meter = new Meter()
  const counts = new RunCounts({ ...noCounts, firestoreWrites: 5, durationMs: 100 }, meter, () => 7)
  counts.add({ fetched: 3 })
  meter.writes += 2
  const planned = { created: 2, deleted: 1 }
  expect(counts.with(planned, 4)).toEqual({
    ...noCounts,
    fetched: 3,
    created: 2,
    deleted: 1,
    firestoreWrites: 11,
    durationMs: 107,
  })
  counts.addUsage({ calls: 1, reads: 40 })
  const now = { ...noCounts, fetched: 3, sourceCalls: 1, firestoreReads: 40, firestoreWrites: 7, durationMs: 107 }
  expect(counts.with()).toEqual(now)
  counts.add(planned)
  expect(counts.with()).toEqual({ ...now, ...planned })
})
