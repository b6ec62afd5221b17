import { describe, expect, it } from 'vitest'

import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { rangeOfPart, sizedParts } from '../../../functions/src/sources/tiktokShop/parts.ts'
import type { AskPage } from '../../../functions/src/sources/tiktokShop/search.ts'
import type { Range } from '../../../functions/src/sources/vendor/list.ts'
import { TimeIndex } from '../../../tools/fakes/timeIndex.ts'

const now = 1_800_000_000

/** A list of records created at these times, and how often it was asked. */
function listOf(times: readonly number[]) {
  const index = new TimeIndex()
  index.addAll(times.map((time, n) => ({ time, id: String(n) })))
  const list = { calls: 0, count: ({ ge, lt }: Range) => index.count(ge, lt), ask }
  async function ask({ field, range }: Parameters<AskPage>[0]): ReturnType<AskPage> {
    list.calls += 1
    const [first] = index.range(range.ge, range.lt, false, null)
    const rows = first === undefined ? [] : [{ id: first.id, [field]: first.time }]
    return {
      rows,
      nextToken: '',
      isFull: true,
      total: list.count(range),
      askedAt: instantFromMs(0),
      calls: 1,
      bytes: 1,
    }
  }
  return list
}

/** Counts the records of each part, which together are all that were created before the end. */
async function sizesOf(times: readonly number[], most: number, isExact = true) {
  const list = listOf(times)
  const { names, calls } = await sizedParts(list.ask, { ge: 0, lt: now }, { most, isExact })
  const ranges = names.map(rangeOfPart).toSorted((a, b) => a.ge - b.ge)
  expect(ranges[0]?.ge).toBe(0)
  expect(ranges.at(-1)?.lt).toBe(now)
  for (const [i, { ge }] of ranges.entries()) if (i > 0) expect(ge).toBe(ranges[i - 1]?.lt)
  expect(calls).toBe(list.calls)
  return { sizes: names.map((name) => list.count(rangeOfPart(name))), calls }
}

const twoYears = 63_072_000
const evenly = (count: number): number[] =>
  Array.from({ length: count }, (_, n) => now - 1 - Math.floor((n * twoYears) / count))

describe('the parts of an enumeration', () => {
  it('are one where there is little, for one call', async () => {
    expect(await sizesOf(evenly(900), 1_000)).toEqual({ sizes: [900], calls: 1 })
    expect(await sizesOf([], 1_000)).toEqual({ sizes: [0], calls: 1 })
  })

  it.each([true, false])('of 314,000 records are even enough, and cost few calls (exact: %s)', async (isExact) => {
    const { sizes, calls } = await sizesOf(evenly(314_000), 10_000, isExact)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(10_000)
    expect(sizes.length).toBeLessThan(65)
    // A call a part, and, where totals are capped, two and those through the time before the first.
    expect(calls).toBeLessThanOrEqual(isExact ? 64 : 140)
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
  })

  it('are small where records are dense, down to one second', async () => {
    const dense = Array.from({ length: 5_000 }, () => now - 500_000)
    const { sizes } = await sizesOf(
      [...evenly(2_000), ...dense, ...Array.from({ length: 3_000 }, () => now - 499_999)],
      1_000,
    )
    expect(sizes.filter((size) => size > 1_000)).toHaveLength(2)
  })

  it('are no more than a checkpoint holds, however many records there are', async () => {
    const { sizes } = await sizesOf(evenly(200_000), 100)
    expect(sizes.length).toBeLessThanOrEqual(281)
  })

  it('have names that nothing else has', () => {
    expect(rangeOfPart('0-17')).toEqual({ ge: 0, lt: 17 })
    for (const name of ['', 'all', '1', '1-', '-1-2', '1-2-3', '9999999999999-1']) {
      expect(() => rangeOfPart(name)).toThrow(RangeError)
    }
  })
})
