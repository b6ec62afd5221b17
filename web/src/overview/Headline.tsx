import type { TimeZone } from 'contract/timeZone.ts'
import type { Filter } from 'contract/api.ts'
import { formatCount, formatCounted } from '../format/count.ts'
import { formatMoney } from '../format/money.ts'
import { changesOf, type Changes } from './change.ts'
import { ComparisonNote } from './ComparisonNote.tsx'
import { averageOf, figuresIn, totalsOf, type Figures } from './figures.ts'
import { HeadlineFigure } from './HeadlineFigure.tsx'
import { filterOfRevenue, hrefOfOrders } from './orderLinks.ts'
import type { RangeName } from './ranges.ts'
import type { Comparison } from './useComparison.ts'

interface Props {
  readonly totals: Figures
  readonly currency: string
  /** The very orders that were counted. */
  readonly filter: Filter
  /** Whether cancelled and refunded orders are in the revenue. */
  readonly includesLost: boolean
  readonly range: RangeName
  readonly comparison: Comparison
  readonly zone: TimeZone
}

/** The figures in all, how they have changed, and the way to the orders that they are of. */
export function Headline({ totals, currency, filter, includesLost, range, comparison, zone }: Props) {
  const before = comparison.state === 'known' ? totalsOf(figuresIn(comparison.buckets, currency)) : null
  const changes = before === null ? null : changesOf(totals, before)
  const changeOf = (name: keyof Changes) => (comparison.state === 'waiting' ? 'waiting' : changes?.[name])
  const filterBefore = comparison.state === 'known' ? { ...filter, ...comparison.period.range } : null
  const money = (minor: number): string => formatMoney(minor, currency)
  const hrefsOf = (of: (filter: Filter) => Filter) => ({
    href: hrefOfOrders(of(filter)),
    hrefBefore: filterBefore === null ? undefined : hrefOfOrders(of(filterBefore)),
  })
  const inRevenue = hrefsOf((one) => filterOfRevenue(one, includesLost))
  return (
    <section className="panel headline" aria-label="In all">
      <dl className="headline-figures">
        <HeadlineFigure
          label="Orders"
          value={totals.count}
          format={formatCount}
          change={changeOf('count')}
          {...hrefsOf((one) => one)}
        />
        <HeadlineFigure
          label="Revenue"
          value={totals.revenue}
          format={money}
          change={changeOf('revenue')}
          {...(totals.leftOut > 0 && {
            note: `without ${formatCounted(totals.leftOut, 'cancelled or refunded order')}`,
          })}
          {...inRevenue}
        />
        <HeadlineFigure
          label="Average order"
          value={averageOf(totals)}
          format={money}
          change={changeOf('average')}
          {...inRevenue}
        />
      </dl>
      <ComparisonNote range={range} comparison={comparison} countBefore={before?.count ?? 0} zone={zone} />
      <p>
        <a href={hrefOfOrders(filter)}>See these orders</a>
      </p>
      <p className="muted">
        Revenue is the sum of the orders’ totals,{' '}
        {includesLost ? 'cancelled and refunded ones too' : 'without cancelled and refunded ones'}.
      </p>
      {totals.unmapped > 0 && (
        <p role="note">
          {formatCounted(totals.unmapped, 'order')} with an unknown status {totals.unmapped === 1 ? 'is' : 'are'} not in
          the revenue: <a href="#/sync">see the words</a>.
        </p>
      )}
    </section>
  )
}
