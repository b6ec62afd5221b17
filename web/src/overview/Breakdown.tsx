import type { UseQueryResult } from '@tanstack/react-query'

import type { Filter } from 'contract/api.ts'
import { ErrorPanel, messageOf } from '../ui/ErrorPanel.tsx'
import { sharesOf } from './shares.ts'
import { hrefOfOrders } from './orderLinks.ts'
import { ShareTable } from './ShareTable.tsx'
import type { Stats } from './useStats.ts'

interface Props<T extends string> {
  /** What a value is: "Status". */
  readonly label: string
  readonly stats: UseQueryResult<Stats<'status' | 'source'>>
  readonly values: readonly T[]
  readonly labels: Readonly<Record<T, string>>
  /** The filter of one value's orders. */
  readonly narrow: (filter: Filter, value: T) => Filter
  readonly currency: string
}

/** How the orders are shared out among the values of a field; each leads to its orders. */
export function Breakdown<T extends string>({ label, stats, values, labels, narrow, currency }: Props<T>) {
  const title = `By ${label.toLowerCase()}`
  const { data, error, isPlaceholderData, refetch } = stats
  if (data === undefined && error !== null) {
    return <ErrorPanel title={`${title}: no figures`} message={messageOf(error)} onRetry={() => void refetch()} />
  }
  return (
    <section
      className={isPlaceholderData ? 'panel overview-stale' : 'panel'}
      aria-busy={data === undefined || isPlaceholderData}
    >
      <h2>{title}</h2>
      {data === undefined ? (
        <div className="skeleton skeleton-panel" role="status" aria-label={`Loading: ${title}`} />
      ) : (
        <ShareTable
          caption={`Orders ${title.toLowerCase()}, in ${currency}`}
          valueLabel={label}
          rows={sharesOf(values, data.buckets, currency).map((share) => ({
            ...share,
            label: labels[share.value],
            href: hrefOfOrders(narrow({ ...data.filter, currency: [currency] }, share.value)),
          }))}
          currency={currency}
        />
      )}
    </section>
  )
}
