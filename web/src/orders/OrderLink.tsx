import type { OrderRow } from 'contract/api.ts'
import { MiddleCut } from '../ui/MiddleCut.tsx'

/** The number of an order, which opens it. Where the source gives none, its id there stands for it. */
export function OrderLink({ order, href }: { order: OrderRow; href: string }) {
  return (
    <a href={href} className="row-link">
      <MiddleCut text={order.orderNumber || order.sourceId} />
    </a>
  )
}
