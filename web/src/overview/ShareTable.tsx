import { formatCount } from '../format/count.ts'
import { formatMoney } from '../format/money.ts'
import { TableRegion } from '../ui/TableRegion.tsx'
import { formatShare, type Share } from './shares.ts'

interface Row extends Share<string> {
  readonly label: string
  readonly href: string
}

interface Props {
  readonly caption: string
  readonly valueLabel: string
  readonly rows: readonly Row[]
  readonly currency: string
}

/** Bars that are a table as well: each is a link, and its length is written above it. */
export function ShareTable({ caption, valueLabel, rows, currency }: Props) {
  return (
    <TableRegion caption={caption}>
      <thead>
        <tr>
          <th scope="col">{valueLabel}</th>
          <th scope="col" className="numeric">
            Orders
          </th>
          <th scope="col" className="numeric">
            Revenue
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ value, label, href, share, count, leftOut, revenue }) => (
          <tr key={value}>
            <th scope="row" className="share-cell">
              <a className="share-link" href={href}>
                {label}
                <span className="share-text"> {formatShare(share)}</span>
                <span className="share-track">
                  <span className="share-bar" style={{ width: `${share * 100}%` }} />
                </span>
              </a>
            </th>
            <td className="numeric">{formatCount(count)}</td>
            <td className="numeric">
              {leftOut === count ? <span className="muted">left out</span> : formatMoney(revenue, currency)}
            </td>
          </tr>
        ))}
      </tbody>
    </TableRegion>
  )
}
