import { useMemo } from 'react'

import { Chart } from '../charts/Chart.tsx'
import type { ShopDay } from '../ui/shopZone.tsx'
import { figuresIn, totalsOf, withoutGaps } from './figures.ts'
import { Headline } from './Headline.tsx'
import { chartSummary, periodChart } from './periodChart.ts'
import type { Period } from './periods.ts'
import { TopPeriods } from './TopPeriods.tsx'
import type { Stats } from './useStats.ts'

interface Props {
  readonly stats: Stats<Period>
  readonly currency: string
  /** The present one. */
  readonly day: ShopDay
  /** Whether these are the figures of the last question, and the present one's are on their way. */
  readonly isStale: boolean
}

/** The figures of one currency: in all, over time, and when most. */
export function PeriodPanels({ stats: { filter, includesLost, by, buckets }, currency, day, isStale }: Props) {
  const figures = useMemo(() => figuresIn(buckets, currency), [buckets, currency])
  const filled = useMemo(() => withoutGaps(figures, by, filter, day), [figures, by, filter, day])
  const shown = filled ?? figures
  const data = useMemo(() => periodChart(shown, by, currency), [shown, by, currency])
  const own = useMemo(() => ({ ...filter, currency: [currency] }), [filter, currency])
  return (
    <div className={isStale ? 'overview-figures overview-stale' : 'overview-figures'} aria-busy={isStale}>
      <Headline totals={totalsOf(figures)} currency={currency} filter={own} includesLost={includesLost} />
      <section className="panel">
        <Chart
          heading={<h2>Revenue and orders per {by}</h2>}
          caption={`Revenue and orders per ${by}, in ${currency}`}
          summary={chartSummary(shown, by, currency)}
          data={data}
        />
        {filled === null && (
          <p className="muted">The orders are spread over so long a time that each {by} without any is left out.</p>
        )}
        {by !== 'day' && filter.createdFrom !== undefined && (
          <p className="muted">
            Only days of the range are counted: the first and the last {by} may be cut short by it.
          </p>
        )}
      </section>
      <TopPeriods figures={figures} period={by} currency={currency} filter={own} zone={day.zone} />
    </div>
  )
}
