import { minorPerMajor } from './currencies.ts'
import type { SampleStatus } from './lifecycle.ts'
import type { SampleOrder, ShopDocument } from './orders.ts'

/** The time zone of the bakery's clocks, by which its orders' times are written. */
const bakeryTimeZone = 'Europe/Vienna'

/**
 * An order as a bakery with an app of its own writes it, and as Tidemark reads it by `bakery.json`: names of its own, an enumeration's
 * words, amounts in minor units, goods by their numbers, times as clocks on the wall show them.
 */
export function bakeryDocument({ id, data }: SampleOrder): ShopDocument {
  const { customer, currency, shippingAddress } = data
  const minor = (amount: number): number => Math.round(amount * minorPerMajor(currency))
  const [firstName = '', ...others] = customer.name.split(' ')
  return {
    path: `customers/${customer.id}/orders/${id}`,
    data: {
      'Order #': data.orderId,
      state: `OrderState.${words[data.status]}`,
      amounts: {
        grandTotal: minor(data.totalAmount),
        goods: minor(data.subtotal),
        rebate: minor(data.discount),
        delivery: minor(data.shipping),
        vat: minor(data.tax),
      },
      money: { code: currency },
      buyer: { firstName, lastName: others.join(' '), mail: customer.email, mobile: customer.phone },
      basket: Object.fromEntries(
        data.items.map(({ sku, quantity, price }) => [
          sku,
          { title: goodFor(sku), pieces: quantity, unitPrice: minor(price) },
        ]),
      ),
      placed: wallClock(data.timestamp),
      modified: new Date(data.updatedAt),
      deliverTo: [
        shippingAddress.name,
        shippingAddress.line1,
        `${shippingAddress.postalCode} ${shippingAddress.city}`,
        shippingAddress.country,
      ],
    },
  }
}

const words: Readonly<Record<SampleStatus, string>> = {
  PENDING: 'awaitingPayment',
  ON_HOLD: 'onHold',
  PROCESSING: 'inPreparation',
  SHIPPED: 'outForDelivery',
  DELIVERED: 'delivered',
  COMPLETED: 'completed',
  CANCELLED: 'canceled',
  REFUNDED: 'refunded',
}

const goods = [
  'Rye bread, 1 kg',
  'Walnut loaf',
  'Poppy seed cake',
  'Linzer torte',
  'Vanilla crescents, 250 g',
  'Gingerbread, box of 12',
  'Plum jam, 300 g',
  'Sourdough starter',
  'Baking book, signed',
  'Proofing basket',
  'Nut braid',
  'Fruit bread',
] as const

/** The good that the bakery sells in place of one of the sample shop's. */
function goodFor(sku: string): string {
  const sum = sku.split('').reduce((total, letter) => total + letter.charCodeAt(0), 0)
  return goods[sum % goods.length] ?? goods[0]
}

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: bakeryTimeZone,
  dateStyle: 'short',
  timeStyle: 'medium',
})

/** Writes a moment as the bakery's clock shows it, without its zone: `2026-11-28 22:27:20`. */
function wallClock(ms: number): string {
  return clock.format(ms)
}
