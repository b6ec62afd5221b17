import { expect, it } from 'vitest'

import { dayBillOf, noUpkeep } from '../../../bench/reads/dayBill.ts'

const measured = { views: 1_000, ofViews: 1_000 }

it('a day has its pages, its runs, and a seventh of the weekly full run', () => {
  const upkeep = {
    syncs: { reads: 2_000, writes: 1_500 },
    fullRun: { reads: 10_080, writes: 14 },
    expiring: { day: 880, fullRun: 7 },
  }
  expect(dayBillOf({ reads: 1_000, writes: 0 }, upkeep, measured)).toEqual({
    pageReads: 1_000,
    syncReads: 2_000,
    fullReads: 1_440,
    reads: 4_440,
    writes: 1_502,
    deletes: 881,
    dollars: expect.closeTo(4_440 * 3e-7 + 1_502 * 9e-7 + 881 * 1e-7, 10),
    measured,
  })
})

it('who keeps nothing up pays for pages alone', () => {
  const bill = dayBillOf({ reads: 44_000, writes: 0 }, noUpkeep, measured)
  expect(bill).toMatchObject({ reads: 44_000, syncReads: 0, fullReads: 0, writes: 0, deletes: 0 })
})
