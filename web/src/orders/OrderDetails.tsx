import type { GetOrderResponse } from 'contract/api.ts'
import type { LineItem } from 'contract/order.ts'
import { formatCount } from '../format/count.ts'
import { sourceLabels } from '../format/labels.ts'
import { formatMoney } from '../format/money.ts'
import { Facts, textFacts } from '../list/Facts.tsx'
import { RecordValue } from '../list/RecordValue.tsx'
import { Payload } from '../list/Payload.tsx'
import { ReferredToBy } from '../list/ReferredToBy.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { StatusChip } from '../ui/StatusChip.tsx'
import { addressLines } from './addressLines.ts'
import { ownValues, useOwnColumns } from './ownColumns.ts'
import { OrderTimeline } from './OrderTimeline.tsx'

/** All that the cache holds of an order. */
export function OrderDetails({ order }: { order: GetOrderResponse }) {
  const { customer, currency } = order
  const { own } = useOwnColumns()
  const money = (minor: number): string => formatMoney(minor, currency)
  const address = addressLines(order.shippingAddress)
  return (
    <div className="drawer-body">
      <p className="button-row">
        <StatusChip status={order.status} />
        <strong className="order-total">{money(order.total)}</strong>
        <CopyButton text={order.orderNumber} what="the order number" />
      </p>
      <section aria-labelledby="order-customer">
        <h3 id="order-customer">Customer</h3>
        <Facts
          facts={textFacts([
            ['Name', customer.name],
            ['E-mail', customer.email],
            ['Phone', customer.phone],
            ['Id', customer.id],
          ])}
        />
        {address.length > 0 && (
          <>
            <h4>Shipping address</h4>
            <address>
              {address.map((line, i) => (
                <span key={i}>{line}</span>
              ))}
            </address>
            <CopyButton text={address.join('\n')} what="the address" />
          </>
        )}
      </section>
      <section aria-labelledby="order-items">
        <h3 id="order-items">Items</h3>
        <Items items={order.lineItems} money={money} />
        <table className="amounts-table">
          <tbody>
            {(
              [
                ['Subtotal', order.subtotal],
                ['Discount', -order.discount],
                ['Shipping', order.shipping],
                ['Tax', order.tax],
                ['Total', order.total],
              ] as const
            ).map(([label, amount]) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td className="numeric">{money(amount === 0 ? 0 : amount)}</td>
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
        <Payload {...order} />
      </section>
    </div>
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
