import { householdAt } from '../../../samples/customers.ts'
import { standingAt, type SampleStatus } from '../../../samples/lifecycle.ts'
import { randomFrom, type Random } from '../../../samples/random.ts'
import type { Members } from '../records.ts'
import { timeText } from '../times.ts'
import { idOf } from '../ids.ts'
import type { OrderContent, OrderLine } from '../trade/order.ts'
import type { PaymentSource } from '../trade/payment.ts'
import { variationAt, variationCount } from './catalog.ts'
import { defaults, lineCountAt, type MerchantFilling } from './filling.ts'
import { activeLocations, locationCount } from './locations.ts'
import { customerCount, customerIdAt } from './people.ts'

/** A sale of the sample merchant: what lists need to know of it. */
export interface Sale {
  readonly n: number
  readonly orderId: string
  readonly paymentId: string
  readonly location: number
  readonly isPointOfSale: boolean
  readonly placedMs: number
  readonly status: SampleStatus
  /** The moment since which the status holds. */
  readonly sinceMs: number
  readonly source: PaymentSource
}

const yearMs = 365 * 86_400_000
const sources = [
  { source: 'CARD', weight: 70 },
  { source: 'CASH', weight: 20 },
  { source: 'WALLET', weight: 7 },
  { source: 'EXTERNAL', weight: 3 },
] as const

/** The sale with this number, which was placed at `time`. */
export function saleAt(n: number, time: number, filling: MerchantFilling): Sale {
  const { seed, now } = filling
  const random = randomFrom(seed + n)
  // Clocks of some registers count whole seconds.
  const placedMs = random.chance(0.5) ? Math.floor(time / 1000) * 1000 : time
  const isPointOfSale = random.chance(0.7)
  return {
    n,
    orderId: idOf(`sample order ${seed} ${n}`),
    paymentId: idOf(`sample payment ${seed} ${n}`),
    location: locationOf(random, placedMs, filling),
    isPointOfSale,
    placedMs,
    source: random.weighted(sources).source,
    ...(isPointOfSale ? counterSale(random, placedMs, now) : onlineSale(random, placedMs, now)),
  }
}

/** The last location was closed a year ago. */
function locationOf(random: Random, placedMs: number, filling: MerchantFilling): number {
  const open = placedMs < filling.now - yearMs ? locationCount(filling) : activeLocations(filling)
  return random.integer(0, open - 1)
}

function onlineSale(random: Random, placedMs: number, now: number): Pick<Sale, 'status' | 'sinceMs'> {
  const { status, since } = standingAt(random, placedMs, now)
  return { status, sinceMs: since }
}

/** Over the counter a sale is completed at once, and sometimes brought back. */
function counterSale(random: Random, placedMs: number, now: number): Pick<Sale, 'status' | 'sinceMs'> {
  const returnedMs = placedMs + random.integer(3_600_000, 20 * 86_400_000)
  if (random.chance(0.03) && returnedMs <= now) return { status: 'REFUNDED', sinceMs: returnedMs }
  return { status: 'COMPLETED', sinceMs: placedMs }
}

/** The content of a sale's order. */
export function contentOf(
  sale: Pick<Sale, 'n' | 'isPointOfSale' | 'placedMs' | 'status'>,
  filling: MerchantFilling,
): OrderContent {
  const { n, isPointOfSale } = sale
  const random = randomFrom(filling.seed * 7 + n)
  const lines = Array.from({ length: lineCountAt(n, filling) }, () => lineOf(random, filling))
  const common = {
    currency: filling.currency ?? defaults.currency,
    lines,
    isPointOfSale,
    taxPercent: random.pick([0, 5.5, 7, 8.25]),
    ...(isPointOfSale && random.chance(0.3) && { tip: 200 }),
    ...(random.chance(0.1) && { discount: 50 }),
  }
  if (isPointOfSale) return common
  const customer = random.integer(0, customerCount(filling) - 1)
  const fulfillments = [fulfillmentOf(customer, sale)]
  return { ...common, customerId: customerIdAt(customer), referenceId: `WEB-${10_000 + n}`, fulfillments }
}

function lineOf(random: Random, filling: MerchantFilling): OrderLine {
  const { id, itemName, name, price } = variationAt(random.integer(0, variationCount(filling) - 1), filling)
  // Some goods are sold by weight.
  const quantity = random.chance(0.03) ? (random.integer(2, 30) / 8).toString() : String(random.pick([1, 1, 1, 2, 3]))
  return { name: itemName, variationName: name, variationId: id, quantity, price }
}

const fulfillmentStates: Readonly<Record<SampleStatus, string>> = {
  PENDING: 'PROPOSED',
  ON_HOLD: 'PROPOSED',
  PROCESSING: 'RESERVED',
  SHIPPED: 'PREPARED',
  DELIVERED: 'COMPLETED',
  COMPLETED: 'COMPLETED',
  CANCELLED: 'CANCELED',
  REFUNDED: 'COMPLETED',
}

function fulfillmentOf(customer: number, { placedMs, status }: Pick<Sale, 'placedMs' | 'status'>): Members {
  const { customer: person, address } = householdAt(customer)
  const recipient = {
    customer_id: customerIdAt(customer),
    display_name: person.name,
    email_address: person.email,
    address: {
      address_line_1: address.line1,
      locality: address.city,
      postal_code: address.postalCode,
      country: address.country,
    },
  }
  const details = { recipient, placed_at: timeText(placedMs) }
  return { uid: 'shipment', type: 'SHIPMENT', state: fulfillmentStates[status], shipment_details: details }
}
