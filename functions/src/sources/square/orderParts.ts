import type { Customer, LineItem } from '../../contract/order.ts'
import { addressOf, memberOf, objectsIn, textOf } from '../vendor/fields.ts'
import type { Amounts } from './money.ts'

/** The members of a fulfillment that hold its recipient, by its type. */
const details = ['shipment_details', 'delivery_details', 'pickup_details'] as const

/** The recipients of an order's fulfillments, those of goods that are sent first. */
function recipientsOf(raw: unknown): unknown[] {
  const fulfillments = objectsIn(memberOf(raw, 'fulfillments'))
  return details.flatMap((name) => fulfillments.flatMap((one) => memberOf(one[name], 'recipient') ?? []))
}

/** The buyer as far as the order says: by whom it is sent to, else by the customer's id alone. */
export function customerOf(raw: unknown): Customer {
  const recipients = recipientsOf(raw)
  const first = (name: string): string | undefined =>
    recipients.map((recipient) => textOf(memberOf(recipient, name))).find((text) => text !== undefined)
  const payers = objectsIn(memberOf(raw, 'tenders')).map((tender) => textOf(tender.customer_id))
  const id = textOf(memberOf(raw, 'customer_id')) ?? first('customer_id') ?? payers.find((text) => text !== undefined)
  const [name, email, phone] = ['display_name', 'email_address', 'phone_number'].map(first)
  return {
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(phone !== undefined && { phone }),
  }
}

/** The address of the first fulfillment that has one; undefined of what is bought at a till. */
export function shippingAddressOf(raw: unknown): Record<string, unknown> | undefined {
  return recipientsOf(raw)
    .map((recipient) => addressOf(memberOf(recipient, 'address')))
    .find((address) => address !== undefined)
}

/** The variation's name that says nothing: what has no variants has one that is called so. */
const onlyVariant = 'Regular'

/** The items of an order. They have no SKU, only the id of the catalog's variation. */
export function lineItemsOf(value: unknown, amounts: Amounts): LineItem[] {
  return objectsIn(value).map((item, i) => {
    const sku = textOf(item.catalog_object_id)
    const variant = textOf(item.variation_name)
    const names = [textOf(item.name), variant === onlyVariant ? undefined : variant]
    return {
      ...(sku !== undefined && { sku }),
      name: names.filter((part) => part !== undefined).join(', ') || (sku ?? ''),
      quantity: quantityOf(item.quantity) ?? amounts.refuse(`line_items.${i}.quantity: is no decimal number`),
      unitPrice: amounts.of(`line_items.${i}.base_price_money`, item.base_price_money),
      total: amounts.of(`line_items.${i}.total_money`, item.total_money),
    }
  })
}

/** A quantity, which is a decimal text: "1", "2.5". Null where it is none. */
export function quantityOf(value: unknown): number | null {
  return typeof value === 'string' && /^-?\d{1,15}(\.\d{1,10})?$/.test(value) ? Number(value) : null
}
