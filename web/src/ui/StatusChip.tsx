import type { OrderStatus } from 'contract/order.ts'
import { statusLabels } from '../format/labels.ts'

/** A status in its colour, and in words for those who see colours differently. */
export function StatusChip({ status }: { status: OrderStatus }) {
  return <span className={`chip chip-${status}`}>{statusLabels[status]}</span>
}
