import { expect, it } from 'vitest'

import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { Meter } from '../../../functions/src/lib/meter.ts'
import { systemClock } from '../../../functions/src/lib/systemClock.ts'
import { noCounts } from '../../../functions/src/model/state.ts'
import type { Outcome } from '../../../functions/src/sync/commit/outcomes.ts'
import { RunCounts } from '../../../functions/src/sync/commit/runCounts.ts'

it('what is not committed is taken back, and nothing that came meanwhile', () => {
  const counts = new RunCounts(noCounts, new Meter(), { ...systemClock, now: () => 0 })
  counts.add({ fetched: 3, created: 1 })
  const record = { sourceId: 'a', changedAt: null, version: '1', readTime: instantFromMs(0), raw: null }
  const outcome = (difference: Outcome['difference']): Outcome => ({
    record,
    difference,
    change: null,
    bytes: 0,
    quarantine: null,
  })
  const slice = [outcome('created'), outcome('deleted'), outcome('absent')]
  counts.addOutcomes(slice)
  expect(counts.with(0)).toMatchObject({ created: 2, deleted: 1 })
  counts.addUsage({ calls: 1, reads: 40 })
  counts.takeBack(slice)
  expect(counts.with(0)).toEqual({ ...noCounts, fetched: 3, created: 1, sourceCalls: 1, firestoreReads: 40 })
})
