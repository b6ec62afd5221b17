import { describe, expect, it } from 'vitest'

import { chartSummary, periodChart } from '../../../web/src/overview/periodChart.ts'
import { periodName, shortPeriodName } from '../../../web/src/overview/periodNames.ts'
import { sharesOf } from '../../../web/src/overview/shares.ts'

const figures = [
  { bucket: '2026-11-19', count: 0, unmapped: 0, leftOut: 0, revenue: 0 },
  { bucket: '2026-11-20', count: 2, unmapped: 0, leftOut: 0, revenue: 123_456 },
]

describe('the chart of an overview', () => {
  it('has a point for each period and a value for each point', () => {
    const { points, series } = periodChart(figures, 'day', 'USD')
    expect(points.map(({ name }) => name)).toEqual(figures.map(({ bucket }) => periodName(bucket, 'day')))
    expect(series.map(({ label, values }) => [label, values])).toEqual([
      ['Revenue', [0, 123_456]],
      ['Orders', [0, 2]],
    ])
  })

  it('names days by their date, with the year where there is more than one', () => {
    expect(periodName('2026-11-20', 'day')).toContain('20')
    expect(shortPeriodName('2026-11-20', 'day', false)).not.toContain('2026')
    const years = [{ bucket: '2024-01-01', count: 1, unmapped: 0, leftOut: 0, revenue: 1 }, ...figures]
    expect(periodChart(years, 'day', 'USD').points.at(-1)?.shortName).toContain('2026')
  })

  it('is told in a sentence: what, from when to when, how much, and when most', () => {
    const summary = chartSummary(figures, 'day', 'USD')
    expect(summary).toContain('Revenue and orders per day in USD')
    expect(summary).toContain(periodName('2026-11-19', 'day'))
    expect(summary).toContain('1,234.56')
    expect(summary).toContain('2 orders')
    expect(chartSummary([], 'day', 'USD')).toContain('0 orders')
  })
})

describe('shares', () => {
  it('are of the orders of one currency, in the given order, without values that have none', () => {
    const buckets = [
      { bucket: 'shipped', currency: 'USD', count: 3, unmapped: 0, leftOut: 0, revenue: 30 },
      { bucket: 'pending', currency: 'USD', count: 1, unmapped: 0, leftOut: 0, revenue: 90 },
      { bucket: 'pending', currency: 'EUR', count: 9, unmapped: 0, leftOut: 0, revenue: 9 },
    ]
    expect(sharesOf(['pending', 'processing', 'shipped'], buckets, 'USD')).toEqual([
      { value: 'pending', count: 1, unmapped: 0, leftOut: 0, revenue: 90, share: 0.25 },
      { value: 'shipped', count: 3, unmapped: 0, leftOut: 0, revenue: 30, share: 0.75 },
    ])
  })
})
