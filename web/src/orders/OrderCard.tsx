import type { OrderRow } from 'contract/api.ts'
import { formatMoney } from '../format/money.ts'
import { StatusChip } from '../ui/StatusChip.tsx'
import { Time } from '../ui/Time.tsx'
import { OrderLink } from './OrderLink.tsx'

/** An order on a phone. */
export function OrderCard({ order, href }: { order: OrderRow; href: string }) {
  const { status, customer, total, currency, createdAt } = order
  return (
    <>
      <div className="card-line">
        <OrderLink order={order} href={href} />
        <StatusChip status={status} />
        <strong className="card-end">{formatMoney(total, currency)}</strong>
      </div>
      <div className="card-line">
        <span className="card-text">{customer.name ?? customer.email ?? '–'}</span>
        <span className="card-end muted">
          <span className="visually-hidden">Placed </span>
          <Time iso={createdAt} />
        </span>
      </div>
    </>
  )
}
