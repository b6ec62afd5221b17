import { describe, expect, it } from 'vitest'

import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import type { Report } from '../../../functions/src/model/source.ts'
import { isApplied, isKnownToFail } from '../../../functions/src/sync/requests/appliedReports.ts'

const v = (n: number): string => instantFromMs(n * 1_000)
const report = (written: number | null, deleted: number | null = null): Report => ({
  sourceId: 'o1',
  at: instantFromMs(9_000_000),
  events: 1,
  written: written === null ? null : v(written),
  deleted: deleted === null ? null : v(deleted),
})
const live = (n: number) => ({ version: v(n), deletedAt: null })
const tombstone = (n: number) => ({ version: v(n), deletedAt: n })

describe('a report is applied', () => {
  it.each([
    [report(5), live(5)],
    [report(5), live(6)],
    [report(null, 5), tombstone(5)],
    [report(4, 5), tombstone(6)],
  ])('where the cache shows what it tells of: %o, %o', (one, cached) => {
    expect(isApplied(one, cached)).toBe(true)
  })
})

describe('a report is not applied', () => {
  it.each([
    ['the order is not cached', report(5), undefined],
    ['an earlier state is', report(5), live(4)],
    ['it says nothing', report(null), live(9)],
    ['a deletion was reported, and the order is shown', report(5, 4), live(9)],
    ['a deletion was reported after the tombstone', report(null, 5), tombstone(4)],
    ['a tombstone says nothing of a write', report(5), tombstone(9)],
    ['it was written after it was deleted', report(6, 5), tombstone(9)],
  ])('where %s', (_why, one, cached) => {
    expect(isApplied(one, cached)).toBe(false)
  })
})

it('a report is known to fail where its version or a later one is in quarantine', () => {
  const quarantined = [{ id: 'o1', version: v(5), at: instantFromMs(0) }]
  expect(isKnownToFail(report(5), quarantined)).toBe(true)
  expect(isKnownToFail(report(6), quarantined)).toBe(false)
  expect(isKnownToFail(report(null), quarantined)).toBe(false)
  expect(isKnownToFail(report(4, 5), quarantined), 'it may be gone').toBe(false)
  expect(isKnownToFail({ ...report(5), sourceId: 'o2' }, quarantined)).toBe(false)
})
