import * as fc from 'fast-check'

/** The paths at which shops keep a value. */
const names = {
  number: ['orderId', 'order_number', 'orderNo', 'Order #', 'invoiceNumber', 'code', 'numeroPedido', 'bestellnummer'],
  status: ['status', 'orderStatus', 'state', 'order_state', 'estado', 'delivery.status', 'Status'],
  total: [
    'totalAmount',
    'total',
    'total_price',
    'grandTotal',
    'amount',
    'payment.total',
    'amounts.gross',
    'Total Price',
  ],
  currency: ['currency', 'currencyCode', 'payment.currency', 'cur'],
  createdAt: ['createdAt', 'timestamp', 'created_at', 'orderDate', 'date', 'placedAt', 'meta.created', 'CreatedAt'],
  items: ['items', 'lineItems', 'products', 'cart', 'order_lines', 'basket.lines'],
  customer: ['customer', 'buyer', 'user', 'client', 'billing'],
  sku: ['sku', 'id', 'productId', 'code'],
  name: ['name', 'title', 'productName', 'product.name'],
  quantity: ['quantity', 'qty', 'count', 'pieces'],
  price: ['price', 'unitPrice', 'unit_price', 'product.price'],
} as const

/** The words of each status, by language. */
export const languages = {
  english: {
    pending: 'pending',
    processing: 'processing',
    shipped: 'shipped',
    delivered: 'delivered',
    cancelled: 'cancelled',
  },
  spanish: {
    pending: 'pendiente',
    processing: 'en proceso',
    shipped: 'enviado',
    delivered: 'entregado',
    cancelled: 'cancelado',
  },
  german: {
    pending: 'offen',
    processing: 'in Bearbeitung',
    shipped: 'versandt',
    delivered: 'zugestellt',
    cancelled: 'storniert',
  },
  french: {
    pending: 'en attente',
    processing: 'en cours de traitement',
    shipped: 'expédiée',
    delivered: 'livrée',
    cancelled: 'annulée',
  },
} as const
/** The statuses that orders have here. */
export type Used = keyof (typeof languages)['english']
export const used = Object.keys(languages.english) as Used[] // Object.keys forgets the literal's keys.

const zones = ['Asia/Kolkata', 'America/Bogota', 'Africa/Nairobi', 'Asia/Tokyo'] as const
/** Zones without daylight saving: their clocks are always so many minutes ahead of UTC. */
export const minutesAhead = {
  'Asia/Kolkata': 330,
  'America/Bogota': -300,
  'Africa/Nairobi': 180,
  'Asia/Tokyo': 540,
} as const

const placeOf = (name: keyof typeof names) => fc.constantFrom<string[]>(...names[name])

/** A shop that nobody has seen: it writes its orders by names, types, units, words and clocks of its own. */
export const shapes = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  number: fc.option(placeOf('number'), { nil: null }),
  status: placeOf('status'),
  total: placeOf('total'),
  currency: placeOf('currency'),
  createdAt: placeOf('createdAt'),
  items: fc.option(placeOf('items'), { nil: null, freq: 4 }),
  customer: placeOf('customer'),
  item: fc.record({
    sku: placeOf('sku'),
    name: placeOf('name'),
    quantity: placeOf('quantity'),
    price: placeOf('price'),
  }),
  amounts: fc.constantFrom('major', 'minor', 'text', 'sign', 'grouped', 'comma'),
  code: fc.constantFrom('EUR', 'USD', 'INR', 'JPY'),
  writtenCode: fc.constantFrom('upper', 'lower', 'map', 'none'),
  words: fc.constantFrom('upper', 'lower', 'camel', 'enum', 'integer', 'spanish', 'german', 'french'),
  times: fc.constantFrom(
    'timestamp',
    'milliseconds',
    'seconds',
    'microseconds',
    'digits',
    'iso',
    'offset',
    'wall',
    'exported',
    'text',
  ),
  zone: fc.constantFrom(...zones),
  itemsAs: fc.constantFrom('list', 'map', 'json'),
  customerAs: fc.constantFrom('nested', 'flat', 'joined'),
})
export type Shape = typeof shapes extends fc.Arbitrary<infer T> ? T : never

/** The answer of somebody who knows the shop to a question about one of its settings. */
export function answerOf({ amounts, code, zone, words }: Shape, key: string): string {
  const [, word] = /^orders\.status\.words\.(.+)$/.exec(key) ?? []
  if (word !== undefined && words === 'integer') return used[Number(word)] ?? ''
  if (key === 'orders.money.unit') return amounts === 'minor' ? 'minor' : 'major'
  if (key === 'orders.money.decimal') return amounts === 'comma' ? ',' : '.'
  if (key === 'orders.currency' || key.startsWith('orders.money.currencies.')) return code
  if (key === 'orders.timeZone') return zone
  throw new Error(`Nobody expects the question for ${key}.`)
}
