import './printedOrder.css'

import type { GetOrderResponse } from 'contract/api.ts'
import { addressLines } from '../format/addressLines.ts'
import { formatCount, formatCounted } from '../format/count.ts'
import { statusLabels } from '../format/labels.ts'
import { formatMoney } from '../format/money.ts'
import { Printout } from '../ui/Printout.tsx'
import { Time } from '../ui/Time.tsx'
import { orderAmounts } from './orderAmounts.ts'

/** What an order is printed as. A packing slip goes into the parcel: it has no amounts. */
export type PrintedAs = 'order' | 'slip'

export function PrintedOrder({ order, as }: { order: GetOrderResponse; as: PrintedAs }) {
  const { orderNumber, createdAt, status, lineItems } = order
  const pieces = lineItems.reduce((sum, { quantity }) => sum + quantity, 0)
  return (
    <Printout>
      <h1>{as === 'slip' ? `Packing slip for order ${orderNumber}` : `Order ${orderNumber}`}</h1>
      <p>
        Placed <Time iso={createdAt} />
        {as === 'order' && `, ${statusLabels[status].toLowerCase()}`}
      </p>
      <People order={order} as={as} />
      <p>
        {formatCounted(lineItems.length, 'item')}, {formatCounted(pieces, 'piece')}
      </p>
      {as === 'slip' ? <ItemsToPack order={order} /> : <ItemsAndAmounts order={order} />}
    </Printout>
  )
}

function People({ order: { customer, shippingAddress }, as }: { order: GetOrderResponse; as: PrintedAs }) {
  const address = addressLines(shippingAddress)
  const known = [customer.name, customer.email, customer.phone].filter((text) => text !== undefined)
  return (
    <div className="printed-people">
      <section>
        <h2>Ship to</h2>
        <address>
          {/* Some sources keep the name apart from the address. */}
          {customer.name !== undefined && !address.includes(customer.name) && <span>{customer.name}</span>}
          {address.map((line, i) => (
            <span key={i}>{line}</span>
          ))}
          {address.length === 0 && <span>No address is known.</span>}
        </address>
      </section>
      {as === 'order' && known.length > 0 && (
        <section>
          <h2>Customer</h2>
          {known.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </section>
      )}
    </div>
  )
}

function ItemsToPack({ order: { lineItems } }: { order: GetOrderResponse }) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">Packed</th>
          <th scope="col" className="numeric">
            Quantity
          </th>
          <th scope="col">SKU</th>
          <th scope="col">Item</th>
        </tr>
      </thead>
      <tbody>
        {lineItems.map(({ quantity, sku, name }, i) => (
          <tr key={i}>
            <td>☐</td>
            <td className="numeric">{formatCount(quantity)}</td>
            <td>{sku ?? '–'}</td>
            <td>{name}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function ItemsAndAmounts({ order }: { order: GetOrderResponse }) {
  const money = (minor: number): string => formatMoney(minor, order.currency)
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col">SKU</th>
            {['Quantity', 'Price', 'Total'].map((label) => (
              <th key={label} scope="col" className="numeric">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {order.lineItems.map(({ name, sku, quantity, unitPrice, total }, i) => (
            <tr key={i}>
              <td>{name}</td>
              <td>{sku ?? '–'}</td>
              <td className="numeric">{formatCount(quantity)}</td>
              <td className="numeric">{money(unitPrice)}</td>
              <td className="numeric">{money(total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className="printed-amounts">
        <tbody>
          {orderAmounts(order).map(([label, minor]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td className="numeric">{money(minor)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
