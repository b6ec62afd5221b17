import { describe, expect, it } from 'vitest'

import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import type { SourceRecord } from '../../../functions/src/model/source.ts'
import type { PreparedRecords } from '../../../functions/src/sync/commit/prepare.ts'
import { aheadOf, isAhead, joinedAhead, withoutKnown } from '../../../functions/src/sync/incremental/ahead.ts'

const until = instantFromMs(1_000)
const recordOf = (sourceId: string, changedMs: number | null, version = '1'): SourceRecord => ({
  sourceId,
  changedAt: changedMs === null ? null : instantFromMs(changedMs),
  version,
  readTime: until,
  raw: null,
})
const prepared = (...records: readonly SourceRecord[]): PreparedRecords => ({
  built: records.map((record) => ({ record, reason: 'it does not matter here' })),
  stale: 0,
  future: 1,
  withoutChangeTime: 0,
})

describe('a record that moves no watermark', () => {
  it('is dated later than the bound, or in no order of time', () => {
    expect(isAhead(recordOf('a', 1_000), until)).toBe(false)
    expect(isAhead(recordOf('a', 1_001), until)).toBe(true)
    expect(isAhead(recordOf('a', null), until)).toBe(true)
  })

  it('is left out in the version that the last window showed, and in no other', () => {
    const records = [recordOf('a', 2_000), recordOf('b', 2_000, '2'), recordOf('c', 500), recordOf('d', null)]
    const list = aheadOf([recordOf('a', 2_000), recordOf('b', 2_000), recordOf('c', 500), recordOf('d', null)], until)
    expect(list.map(({ id }) => id)).toEqual(['a', 'b', 'd'])
    const { built, future } = withoutKnown(prepared(...records), [...list, { id: 'c', version: '1' }], until)
    expect(built.map(({ record }) => record.sourceId)).toEqual(['b', 'c'])
    expect(future, 'it is counted all the same').toBe(1)
  })
})

it('the list of such records is bounded, and has each once', () => {
  const many = Array.from({ length: 150 }, (_, i) => ({ id: `r${i}`, version: '1' }))
  expect(joinedAhead(many.slice(0, 80), many.slice(40))).toEqual(many.slice(0, 100))
  expect(joinedAhead([{ id: 'a', version: '1' }], [{ id: 'a', version: '2' }])).toEqual([{ id: 'a', version: '2' }])
})
