import type { TimeZone } from 'contract/timeZone.ts'
import type { Filter } from 'contract/api.ts'
import { formatCount } from '../format/count.ts'
import { formatMoney } from '../format/money.ts'
import { TableRegion } from '../ui/TableRegion.tsx'
import { topOf, type PeriodFigures } from './figures.ts'
import { filterOfPeriod, hrefOfOrders } from './orderLinks.ts'
import { periodLabels, type Period } from './periods.ts'
import { periodName } from './periodNames.ts'

interface Props {
  readonly figures: readonly PeriodFigures[]
  readonly period: Period
  readonly currency: string
  readonly filter: Filter
  readonly zone: TimeZone
}

const most = 5

/** When most was sold; each leads to the orders of its time. */
export function TopPeriods({ figures, period, currency, filter, zone }: Props) {
  return (
    <section className="panel">
      <h2>Top {period}s</h2>
      <TableRegion caption={`The ${period}s with most revenue, in ${currency}`}>
        <thead>
          <tr>
            <th scope="col">{periodLabels[period]}</th>
            <th scope="col" className="numeric">
              Orders
            </th>
            <th scope="col" className="numeric">
              Revenue
            </th>
          </tr>
        </thead>
        <tbody>
          {topOf(figures, most).map(({ bucket, count, revenue }) => (
            <tr key={bucket}>
              <th scope="row">
                <a href={hrefOfOrders(filterOfPeriod(filter, bucket, period, zone))}>{periodName(bucket, period)}</a>
              </th>
              <td className="numeric">{formatCount(count)}</td>
              <td className="numeric">{formatMoney(revenue, currency)}</td>
            </tr>
          ))}
        </tbody>
      </TableRegion>
    </section>
  )
}
