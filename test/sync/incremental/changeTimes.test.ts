import { describe, expect, it } from 'vitest'

import { changeTimeStates, type ReportFeed } from '../../../functions/src/model/source.ts'
import { changeTimesAfter, findsUpdates, fullRunEveryMs } from '../../../functions/src/sync/incremental/changeTimes.ts'

const feed: ReportFeed = {
  read: () => {
    throw new Error('Nobody reads it here.')
  },
  tally: () => Promise.reject(new Error('Nobody counts here.')),
}
const hour = 3_600_000

describe('whether updates are found', () => {
  it.each([
    [null, true],
    ['ordered', true],
    ['mixed', false],
    ['unreadable', false],
    ['none', false],
  ] as const)('by change times that are %s: %s', (changeTimes, found) => {
    expect(findsUpdates({ feed: null, findsUpdates: true }, { changeTimes })).toBe(found)
    expect(findsUpdates({ feed: null, findsUpdates: false }, { changeTimes })).toBe(false)
    expect(findsUpdates({ feed, findsUpdates: true }, { changeTimes })).toBe(true)
    const everyMs = fullRunEveryMs(
      null,
      { feed: null, findsUpdates: true, strategy: 'ordered' as const },
      { changeTimes },
    )
    expect(everyMs).toBe((found ? 168 : 24) * hour)
    expect(fullRunEveryMs(7, { feed: null, findsUpdates: true, strategy: 'ordered' as const }, { changeTimes })).toBe(7)
  })
})

describe('what is known of the change times', () => {
  it('stays where a run looked at none, and where there is no order to tell by', () => {
    for (const changeTimes of [null, ...changeTimeStates]) {
      expect(changeTimesAfter({ changeTimes, liveCount: 5 }, undefined)).toBe(changeTimes)
      expect(changeTimesAfter({ changeTimes, liveCount: 0 }, 'none')).toBe(changeTimes)
    }
  })

  it('is what was found last, but that a part does not clear the whole', () => {
    expect(changeTimesAfter({ changeTimes: null, liveCount: 5 }, 'none')).toBe('none')
    expect(changeTimesAfter({ changeTimes: 'unreadable', liveCount: 5 }, 'ordered')).toBe('ordered')
    expect(changeTimesAfter({ changeTimes: 'ordered', liveCount: 5 }, 'mixed')).toBe('mixed')
    expect(changeTimesAfter({ changeTimes: 'mixed', liveCount: 5 }, 'ordered')).toBe('mixed')
  })
})
