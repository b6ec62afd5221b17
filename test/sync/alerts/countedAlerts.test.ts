import { expect, it } from 'vitest'

import { noCounts } from '../../../functions/src/model/state.ts'
import { countedAlerts } from '../../../functions/src/sync/alerts/countedAlerts.ts'

it('a run that counted nothing odd raises no alert', () => {
  expect(countedAlerts({ ...noCounts, fetched: 5, unchanged: 5 }, 'full')).toEqual([])
})

it('records dated in the future are told with their number, and anew by each full run', () => {
  const [told] = countedAlerts({ ...noCounts, future: 3 }, 'full')
  expect(told).toMatchObject({ kind: 'future-orders', isRestated: true })
  expect(told?.message).toMatch(/^3 records are dated in the future\. .*Correct the dates/)
  const [first] = countedAlerts({ ...noCounts, future: 1 }, 'incremental')
  expect(first).toMatchObject({ kind: 'future-orders', isRestated: false })
  expect(first?.message).toMatch(/^1 record is dated in the future, in the changes that a run read\./)
})

it('records that are older in the source than in the cache are told by full runs alone', () => {
  const counts = { ...noCounts, stale: 200 }
  expect(countedAlerts(counts, 'incremental')).toEqual([])
  expect(countedAlerts(counts, 'full')).toMatchObject([
    { kind: 'stale-records', message: expect.stringContaining('200 records are older') as unknown },
  ])
})
