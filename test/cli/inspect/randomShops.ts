import * as fc from 'fast-check'

import type { OrderStatus } from '../../../functions/src/contract/order.ts'
import { majorUnits } from '../../../functions/src/contract/money.ts'
import { Timestamp } from '../../../functions/src/lib/firestore/firestore.ts'

/*
 * Shops that nobody has seen: each writes its orders by names, types, units, words and clocks of its own. The generator knows what the
 * orders are in truth, which is what a reader of their documents has to find out.
 */

/** An order as it is, however its shop writes it. Amounts are in minor units, times in milliseconds. */
export interface TrueOrder {
  readonly number: string
  readonly status: OrderStatus
  readonly currency: string
  readonly total: number
  readonly items: readonly {
    readonly sku: string
    readonly name: string
    readonly quantity: number
    readonly price: number
  }[]
  readonly customer: { readonly first: string; readonly last: string; readonly email: string; readonly phone: string }
  readonly createdAt: number
}

/** A document of a shop, and the order that it stands for. */
export interface ShopDocument {
  readonly id: string
  readonly data: Readonly<Record<string, unknown>>
  readonly createTime: number
  readonly truth: TrueOrder
}

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
const languages = {
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
type Used = keyof (typeof languages)['english']
const used = Object.keys(languages.english) as Used[] // Object.keys forgets the literal's keys.

const zones = ['Asia/Kolkata', 'America/Bogota', 'Africa/Nairobi', 'Asia/Tokyo'] as const
/** Zones without daylight saving: their clocks are always so many minutes ahead of UTC. */
const minutesAhead = { 'Asia/Kolkata': 330, 'America/Bogota': -300, 'Africa/Nairobi': 180, 'Asia/Tokyo': 540 } as const

const placeOf = (name: keyof typeof names) => fc.constantFrom<string[]>(...names[name])

/** The ways in which a shop may write its orders. */
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

const start = Date.UTC(2026, 2, 1)
const dayMs = 86_400_000
const firstNames = ['Ann', 'Bo', 'Cy', 'Dörte', 'Émile', 'Nguyễn'] as const
const lastNames = ['Example', 'Sample', 'Muster', 'Prueba'] as const
const goods = ['Tea', 'Mug', 'Rye bread', 'Lamp', 'Socks', 'Poster'] as const

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

/** `count` documents of a shop. */
export function documentsOf(shape: Shape, count: number): ShopDocument[] {
  const random = randomOf(shape.seed)
  return Array.from({ length: count }, (_, i) => {
    const truth = orderOf(shape, i, random)
    const createTime = truth.createdAt + Math.floor(random() * 2_000)
    return { id: `d${String(i).padStart(5, '0')}`, data: dataOf(shape, truth), createTime, truth }
  })
}

function orderOf({ code }: Shape, i: number, random: () => number): TrueOrder {
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] ?? (list[0] as T) // Never empty.
  const items = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    const good = Math.floor(random() * goods.length)
    const price = code === 'JPY' ? 100 + Math.floor(random() * 5_000) : 199 + Math.floor(random() * 90_000)
    return { sku: `S-${good}`, name: goods[good] ?? '', quantity: 1 + Math.floor(random() * 3), price }
  })
  const distinct = [...new Map(items.map((item) => [item.sku, item])).values()]
  return {
    number: `N-${1000 + i}`,
    status: one(used),
    currency: code,
    total: distinct.reduce((sum, { price, quantity }) => sum + price * quantity, 0),
    items: distinct,
    customer: {
      first: one(firstNames),
      last: one(lastNames),
      email: `someone${i}@example.com`,
      phone: `+1 555 ${String(1_000_000 + i)}`,
    },
    createdAt: start + Math.floor(random() * 200 * dayMs),
  }
}

function dataOf(shape: Shape, truth: TrueOrder): Record<string, unknown> {
  const data: Record<string, unknown> = { updatedBy: 'app', version: 3 }
  if (shape.number !== null) put(data, shape.number, truth.number)
  put(data, shape.status, wordOf(shape, truth.status as Used)) // Orders have no other statuses here.
  put(data, shape.total, amountOf(shape, truth.total, truth.currency))
  if (shape.writtenCode !== 'none') put(data, shape.currency, codeOf(shape, truth.currency))
  put(data, shape.createdAt, timeOf(shape, truth.createdAt))
  if (shape.items !== null) put(data, shape.items, itemsOf(shape, truth))
  putCustomer(data, shape, truth)
  return data
}

function putCustomer(data: Record<string, unknown>, { customer: place, customerAs }: Shape, truth: TrueOrder): void {
  const { first, last, email, phone } = truth.customer
  const name = `${first} ${last}`
  if (customerAs === 'nested') put(data, place, { name, email, phone })
  else if (customerAs === 'joined') put(data, place, { firstName: first, lastName: last, email, phone })
  else Object.assign(data, { [`${place}Name`]: name, [`${place}Email`]: email, [`${place}Phone`]: phone })
}

function itemsOf({ item, itemsAs, ...shape }: Shape, { items, currency }: TrueOrder): unknown {
  const maps = items.map(({ sku, name, quantity, price }) => {
    const map: Record<string, unknown> = {}
    if (itemsAs !== 'map') put(map, item.sku, sku)
    put(map, item.name, name)
    put(map, item.quantity, quantity)
    put(map, item.price, amountOf({ ...shape, item, itemsAs }, price, currency))
    return { sku, map }
  })
  if (itemsAs === 'map') return Object.fromEntries(maps.map(({ sku, map }) => [sku, map]))
  const list = maps.map(({ map }) => map)
  return itemsAs === 'json' ? JSON.stringify(list) : list
}

const signs: Readonly<Record<string, string>> = { EUR: '€', USD: '$', INR: '₹', JPY: '¥' }

function amountOf({ amounts }: Shape, minor: number, currency: string): number | string {
  const text = majorUnits(minor, currency)
  if (amounts === 'minor') return minor
  if (amounts === 'major') return Number(text)
  if (amounts === 'sign') return `${signs[currency]}${text}`
  const [whole = '', fraction] = text.split('.')
  if (amounts === 'text' || fraction === undefined) return text
  return amounts === 'comma' ? `${whole},${fraction}` : `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`
}

function codeOf({ writtenCode }: Shape, currency: string): unknown {
  if (writtenCode === 'lower') return currency.toLowerCase()
  return writtenCode === 'map' ? { code: currency, symbol: signs[currency] } : currency
}

function wordOf({ words }: Shape, status: Used): unknown {
  const english = languages.english[status]
  if (words === 'integer') return used.indexOf(status)
  if (words === 'upper') return english.toUpperCase()
  if (words === 'enum') return `OrderStatus.${english}`
  if (words === 'camel' || words === 'lower') return status === 'shipped' && words === 'camel' ? 'inTransit' : english
  return languages[words][status]
}

function timeOf({ times, zone }: Shape, ms: number): unknown {
  const ahead = minutesAhead[zone]
  const wall = new Date(ms + ahead * 60_000).toISOString()
  const [hours, minutes] = [Math.floor(Math.abs(ahead) / 60), Math.abs(ahead) % 60].map((n) =>
    String(n).padStart(2, '0'),
  )
  const sign = ahead < 0 ? '-' : '+'
  switch (times) {
    case 'timestamp':
      return Timestamp.fromMillis(ms)
    case 'milliseconds':
      return ms
    case 'seconds':
      return Math.floor(ms / 1000)
    case 'microseconds':
      return ms * 1000
    case 'digits':
      return String(ms)
    case 'iso':
      return new Date(ms).toISOString()
    case 'offset':
      return `${wall.slice(0, 19)}${sign}${hours}:${minutes}`
    case 'wall':
      return wall.slice(0, 19).replace('T', ' ')
    case 'exported':
      return { _seconds: Math.floor(ms / 1000), _nanoseconds: (ms % 1000) * 1e6 }
    case 'text':
      return `${textOf(wall)} GMT${sign}${hours}${minutes} (Somewhere Standard Time)`
  }
}

/** `Wed Nov 18 2026 16:36:40`. */
function textOf(wall: string): string {
  const [day = '', date = '', month = '', year = '', time = ''] = new Date(wall)
    .toUTCString()
    .replace(',', '')
    .split(' ')
  return `${day} ${month} ${date} ${year} ${time}`
}

/** Sets the value at a path, whose names have dots between them. */
function put(data: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split('.')
  const last = keys.pop() ?? path
  let map = data
  for (const key of keys) map = (map[key] ??= {}) as Record<string, unknown> // It was made here.
  map[last] = isMap(map[last]) && isMap(value) ? { ...map[last], ...value } : value
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

/** A small generator of numbers from 0 to 1 that goes by a seed (a linear congruence, as Numerical Recipes has it). */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
