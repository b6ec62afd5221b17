import './cards.css'

import { useMemo, useRef } from 'react'

import type { OrderRow } from 'contract/api.ts'
import { formatMoney } from '../format/money.ts'
import { StatusChip } from '../ui/StatusChip.tsx'
import { Time } from '../ui/Time.tsx'
import { OrderLink } from './OrderLink.tsx'
import { useDrawnRows } from './useDrawnRows.ts'
import { useRowKeys } from './useRowKeys.ts'

interface Props {
  readonly orders: readonly OrderRow[]
  /** Names the list that is shown: another one begins at its top. */
  readonly list: string
  /** How many orders stand before the first one, and in all: said to screen readers, for only some are drawn. */
  readonly offset: number
  readonly total: number
  readonly openedId: string | null
  /** Whether the orders are those of the last question, and the present one's are on their way. */
  readonly isStale: boolean
  readonly hrefOf: (id: string) => string
  readonly onOpen: (id: string) => void
}

/** As cards.css has it: a card and the gap below it. */
const cardHeight = 76

/** The list on a phone; of a long page only the cards in sight are drawn. */
export function OrderCards({ orders, list, offset, total, openedId, isStale, hrefOf, onOpen }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const cards = useRef<HTMLUListElement>(null)
  const drawn = useDrawnRows({ scroller, count: orders.length, height: cardHeight, list })
  const ids = useMemo(() => orders.map(({ id }) => id), [orders])
  useRowKeys({ ids, openedId, rows: cards, onOpen, scrollTo: drawn.scrollTo })
  return (
    <div className="card-scroller" ref={scroller}>
      <ul
        ref={cards}
        // Safari takes a list without bullets for none.
        // oxlint-disable-next-line jsx-a11y/no-redundant-roles
        role="list"
        aria-label="Orders"
        aria-busy={isStale}
        className={isStale ? 'order-cards orders-stale' : 'order-cards'}
        style={{ paddingTop: drawn.before, paddingBottom: drawn.after }}
      >
        {drawn.indexes.map((index) => {
          const order = orders[index]
          if (order === undefined) return null
          return (
            <li
              key={order.id}
              data-id={order.id}
              aria-posinset={offset + index + 1}
              aria-setsize={total}
              className={order.id === openedId ? 'order-card order-card-open' : 'order-card'}
            >
              <CardLines order={order} href={hrefOf(order.id)} />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function CardLines({ order, href }: { order: OrderRow; href: string }) {
  const { status, customer, total, currency, createdAt } = order
  return (
    <>
      <div className="card-line">
        <OrderLink order={order} href={href} />
        <StatusChip status={status} />
        <strong className="card-end">{formatMoney(total, currency)}</strong>
      </div>
      <div className="card-line">
        <span className="card-customer">{customer.name ?? customer.email ?? '–'}</span>
        <span className="card-end muted">
          <span className="visually-hidden">Placed </span>
          <Time iso={createdAt} />
        </span>
      </div>
    </>
  )
}
