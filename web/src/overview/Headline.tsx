import type { Filter } from 'contract/api.ts'
import { formatCount, formatCounted } from '../format/count.ts'
import { formatMoney } from '../format/money.ts'
import { averageOf, type Figures } from './figures.ts'
import { hrefOfOrders } from './orderLinks.ts'

interface Props {
  readonly totals: Figures
  readonly currency: string
  /** The very orders that were counted. */
  readonly filter: Filter
  /** Whether cancelled and refunded orders are in the revenue. */
  readonly includesLost: boolean
}

/** The figures in all, and the way to the orders that they are of. */
export function Headline({ totals, currency, filter, includesLost }: Props) {
  const average = averageOf(totals)
  return (
    <section className="panel headline" aria-label="In all">
      <dl className="headline-figures">
        <div>
          <dt>Orders</dt>
          <dd>{formatCount(totals.count)}</dd>
        </div>
        <div>
          <dt>Revenue</dt>
          <dd>{formatMoney(totals.revenue, currency)}</dd>
          {totals.leftOut > 0 && (
            <dd className="headline-note">without {formatCounted(totals.leftOut, 'cancelled or refunded order')}</dd>
          )}
        </div>
        <div>
          <dt>Average order</dt>
          <dd>{average === null ? '–' : formatMoney(average, currency)}</dd>
        </div>
      </dl>
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
