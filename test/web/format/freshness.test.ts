import { describe, expect, it } from 'vitest'

import { earliestOf, isBehind, shownBounds } from '../../../web/src/format/freshness.ts'

const [noon, later] = ['2026-11-20T12:00:00.000Z', '2026-11-20T12:07:00.000Z']

describe('the bounds of several pipelines', () => {
  it('are those of the one that is furthest behind', () => {
    const pipelines = [
      { asOf: later, liveAsOf: noon },
      { asOf: noon, liveAsOf: later },
    ]
    expect(earliestOf(pipelines)).toEqual({ asOf: noon, liveAsOf: noon })
  })

  it('are unknown where one is, and where there is none', () => {
    const pipelines = [
      { asOf: noon, liveAsOf: later },
      { asOf: null, liveAsOf: null },
    ]
    expect(earliestOf(pipelines)).toEqual({ asOf: null, liveAsOf: null })
    expect(earliestOf([])).toEqual({ asOf: null, liveAsOf: null })
  })
})

describe('what is shown of bounds', () => {
  it('is since when the list is live, and when it was checked last', () => {
    expect(shownBounds({ asOf: noon, liveAsOf: later })).toEqual({ live: later, checked: noon })
  })

  it('is the check alone where that came later, or nothing is reported', () => {
    expect(shownBounds({ asOf: later, liveAsOf: noon })).toEqual({ live: null, checked: later })
    expect(shownBounds({ asOf: noon, liveAsOf: noon })).toEqual({ live: null, checked: noon })
    expect(shownBounds({ asOf: noon, liveAsOf: null })).toEqual({ live: null, checked: noon })
    expect(shownBounds({ asOf: null, liveAsOf: null })).toEqual({ live: null, checked: null })
  })
})

describe('a page that was loaded', () => {
  const page = { asOf: noon, liveAsOf: noon }

  it('is behind where a run has come further since, by either measure', () => {
    expect(isBehind(page, { asOf: noon, liveAsOf: later })).toBe(true)
    expect(isBehind(page, { asOf: later, liveAsOf: noon })).toBe(true)
  })

  it('is not where none has, or nothing is known', () => {
    expect(isBehind(page, page)).toBe(false)
    expect(isBehind(page, { asOf: null, liveAsOf: null })).toBe(false)
    expect(isBehind(undefined, page)).toBe(false)
  })
})
