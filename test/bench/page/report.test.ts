import { describe, expect, it } from 'vitest'

import { pageReportLines } from '../../../bench/page/report.ts'
import type { PageResults, Script } from '../../../bench/page/results.ts'
import { pageTargetsOf } from '../../../bench/page/targets.ts'

function scriptOf(gzipBytes: number): Script {
  return { name: 'a.js', bytes: 3 * gzipBytes, gzipBytes, wireBytes: gzipBytes + 1_000 }
}

const good: PageResults = {
  environment: {
    date: '2026-11-02T08:00:00.000Z',
    cpu: 'Some CPU',
    cores: 2,
    memoryGB: 16,
    node: 'v24.0.0',
    browser: 'Chromium 150',
    seconds: 60,
  },
  orders: 314_000,
  loads: {
    cold: { navigationToRow: [990, 400, 3_000], answerToRow: [200, 100, 1_000] },
    warm: { navigationToRow: [300, 310, 320], answerToRow: [50, 60, 70] },
  },
  scripts: {
    first: [scriptOf(200_000), scriptOf(50_000)],
    afterwards: [scriptOf(130_000)],
    views: { overview: [scriptOf(28_000)] },
  },
  actions: {
    'type a search': { longestTask: [20, 200], shown: [250, 260] },
    'next page': { longestTask: [10], shown: [40] },
  },
}

/** The targets that results miss, with what was measured. */
function missedBy(changed: Partial<PageResults>): [target: string, measured: string][] {
  return pageTargetsOf({ ...good, ...changed }).flatMap(({ target, measured, isMet }) =>
    isMet === false ? [[target, measured]] : [],
  )
}

const { cold, warm } = good.loads

describe('the targets of the page', () => {
  it('are met up to their very limits, by the median of times', () => {
    expect(missedBy({})).toEqual([])
  })

  it('say which is missed, and by what', () => {
    expect(missedBy({ loads: { cold, warm: { ...warm, navigationToRow: [900, 1_001, 1_100] } } })).toEqual([
      ['first row at most 1 s after the navigation, cold and warm (median)', '990 ms, 1001 ms'],
    ])
    expect(missedBy({ loads: { warm, cold: { ...cold, answerToRow: [301, 301, 10] } } })).toEqual([
      ["first row at most 300 ms after listOrders' answer, cold and warm (median)", '301 ms, 60.0 ms'],
    ])
    expect(missedBy({ scripts: { ...good.scripts, first: [scriptOf(250_001)] } })).toEqual([
      ['JavaScript until the first row: at most 250 KB, compressed', '250 KB'],
    ])
  })

  it('count the longest task of all, not the usual one', () => {
    const actions = { ...good.actions, 'sort by Total': { longestTask: [5, 201, 5], shown: [40, 300, 40] } }
    expect(missedBy({ actions })).toEqual([
      ['no task of the page longer than 200 ms, whatever is done', '201 ms (sort by Total)'],
    ])
  })

  it('are neither met nor missed where nothing was done', () => {
    expect(pageTargetsOf({ ...good, actions: {} }).filter(({ isMet }) => isMet === null)).toHaveLength(1)
  })
})

describe('the report of the page', () => {
  it('has the median and the longest of each time, and what each view adds', () => {
    const lines = pageReportLines(good).map((line) => line.replace(/ +/g, ' '))
    expect(lines).toContain('| cold | 3 | 990 | 3,000 | 200 | 1,000 |')
    expect(lines).toContain('| until the first row | 2 | 250.0 | 252.0 | 750.0 |')
    expect(lines).toContain('| afterwards, by itself | 1 | 130.0 | 131.0 | 390.0 |')
    expect(lines).toContain('| overview, beyond that | 1 | 28.0 | 29.0 | 84.0 |')
    expect(lines).toContain('| type a search | 2 | 110 | 200 | 255 | 260 |')
  })

  it('says so where a target is missed', () => {
    const missed = { ...good, scripts: { ...good.scripts, first: [scriptOf(340_000)] } }
    const line = pageReportLines(missed).find((one) => one.includes('JavaScript until the first row'))
    expect(line).toMatch(/\| 340 KB +\| NO +\|$/)
  })
})
