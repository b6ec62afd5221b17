import { rangeLabels, type RangeName } from './ranges.ts'

/** There is nothing to count. */
export function NoOrders({ range, currency }: { range: RangeName; currency: string | null }) {
  const which = currency === null ? 'No orders' : `No orders in ${currency}`
  return (
    <section className="panel empty">
      <h2>{range === 'all' ? `${which} yet` : `${which} in this range`}</h2>
      <p>
        {range === 'all'
          ? 'As soon as the first sync has copied some, their figures are here.'
          : `The range is “${rangeLabels[range]}”. Try a longer one.`}
      </p>
    </section>
  )
}
