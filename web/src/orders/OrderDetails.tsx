import type { Customer, LineItem } from 'contract/order.ts'
import { formatCount } from '../format/count.ts'
import { mailLink, phoneLink } from '../format/contact.ts'
import { sourceLabels } from '../format/labels.ts'
import { formatMoney } from '../format/money.ts'
import { Address } from '../list/Address.tsx'
import { Facts, linkFacts, textFacts } from '../list/Facts.tsx'
import { RecordValue } from '../list/RecordValue.tsx'
import { Payload } from '../list/Payload.tsx'
import { ReferredToBy } from '../list/ReferredToBy.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { StatusChip } from '../ui/StatusChip.tsx'
import { ordersOfCustomer } from './customerLinks.ts'
import type { KnownOrder } from './knownOrder.ts'
import { orderAmounts } from './orderAmounts.ts'
import { ownValues, useOwnColumns } from './ownColumns.ts'
import { OrderTimeline } from './OrderTimeline.tsx'

interface Props {
  readonly order: KnownOrder
  /** Whether the rest of it is on its way. */
  readonly isWaiting: boolean
}

/** All that is known of an order. */
export function OrderDetails({ order, isWaiting }: Props) {
  const { currency, shippingAddress, lineItems } = order
  const { own } = useOwnColumns()
  const money = (minor: number): string => formatMoney(minor, currency)
  return (
    <div className="drawer-body">
      <p className="button-row">
        <StatusChip status={order.status} />
        <strong className="order-total">{money(order.total)}</strong>
        <CopyButton text={order.orderNumber} what="the order number" />
      </p>
      <section aria-labelledby="order-customer">
        <h3 id="order-customer">Customer</h3>
        <CustomerFacts customer={order.customer} />
        {shippingAddress !== undefined && (
          <>
            <h4>Shipping address</h4>
            <Address address={shippingAddress} what="the address" />
          </>
        )}
      </section>
      <section aria-labelledby="order-items">
        <h3 id="order-items">Items</h3>
        {lineItems !== undefined && <Items items={lineItems} money={money} />}
        {isWaiting && (
          <p className="muted" role="status">
            Loading the items …
          </p>
        )}
        <table className="amounts-table">
          <tbody>
            {orderAmounts(order).map(([label, amount]) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td className="numeric">{money(amount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {own.length > 0 && (
        <section aria-labelledby="order-own">
          <h3 id="order-own">More</h3>
          <Facts
            facts={own.map((column) => ({
              label: column.label,
              value: <RecordValue column={column} id={order.id} values={ownValues(order)} isCut={false} />,
            }))}
          />
        </section>
      )}
      <section aria-labelledby="order-timeline">
        <h3 id="order-timeline">Timeline</h3>
        <OrderTimeline order={order} />
      </section>
      <ReferredToBy stream="orders" id={order.id} />
      <section aria-labelledby="order-source">
        <h3 id="order-source">Source</h3>
        <Facts
          facts={textFacts([
            ['System', sourceLabels[order.source]],
            ['Id there', order.sourceId],
            [
              'Status there',
              order.statusUnknown === true ? `${order.sourceStatus} (unknown here)` : order.sourceStatus,
            ],
            ['Id here', order.id],
          ])}
        />
        {lineItems !== undefined && <Payload {...order} />}
      </section>
    </div>
  )
}

function CustomerFacts({ customer }: { customer: Customer }) {
  const { name, email, phone, id } = customer
  const all = ordersOfCustomer(customer)
  return (
    <>
      <Facts
        facts={[
          ...textFacts([['Name', name]]),
          ...linkFacts([
            ['E-mail', email, mailLink],
            ['Phone', phone, phoneLink],
          ]),
          ...textFacts([['Id', id]]),
        ]}
      />
      {all !== null && <a href={all}>All orders of this customer</a>}
    </>
  )
}

function Items({ items, money }: { items: readonly LineItem[]; money: (minor: number) => string }) {
  if (items.length === 0) return <p className="muted">The source names no items.</p>
  return (
    // Wider than a phone: whoever scrolls by keyboard has to reach it.
    <div className="items-scroller" tabIndex={0} role="region" aria-label="Items">
      <table className="items">
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col" className="numeric">
              Quantity
            </th>
            <th scope="col" className="numeric">
              Price
            </th>
            <th scope="col" className="numeric">
              Total
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ sku, name, quantity, unitPrice, total }, i) => (
            <tr key={i}>
              <td>
                {name}
                {sku !== undefined && <span className="muted"> {sku}</span>}
              </td>
              <td className="numeric">{formatCount(quantity)}</td>
              <td className="numeric">{money(unitPrice)}</td>
              <td className="numeric">{money(total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
