import type { GetOrderResponse } from '../../../functions/src/model/api.ts'
import { statusLabels } from '../format/labels.ts'
import { TimeAndAgo } from '../ui/Time.tsx'

/** What is known of an order's life: the cache holds its first and its last moment. */
export function OrderTimeline({ order }: { order: GetOrderResponse }) {
  const { createdAt, updatedAt, status } = order
  const hasChanged = updatedAt !== createdAt
  return (
    <ol className="timeline">
      <li>
        <strong>Placed</strong> <TimeAndAgo iso={createdAt} />
      </li>
      {hasChanged && (
        <li>
          <strong>Changed last</strong> <TimeAndAgo iso={updatedAt} />
        </li>
      )}
      <li>
        <strong>Now</strong> {statusLabels[status].toLowerCase()}
      </li>
    </ol>
  )
}
