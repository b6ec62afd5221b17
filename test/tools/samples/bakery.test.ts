import { readFileSync } from 'node:fs'

import { expect, it } from 'vitest'

import { propose } from '../../../cli/inspect/propose.ts'
import type { Order } from '../../../functions/src/contract/order.ts'
import { Timestamp } from '../../../functions/src/lib/firestore/firestore.ts'
import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { parseSettingsFile } from '../../../functions/src/settingsFile.ts'
import { readFirestoreSourceConfig } from '../../../functions/src/sources/firestore/config.ts'
import { orderParser } from '../../../functions/src/sources/firestore/record.ts'
import { sampleOrders, type ShopDocument } from '../../../tools/samples/orders.ts'
import { coastalShop, parseShop } from '../../../tools/samples/shops.ts'

const now = Date.UTC(2026, 10, 20, 12)
const orders = [...sampleOrders({ seed: 1, count: 2_000, now })]
const bakery = parseShop('--shop', 'bakery')
const settings = readFileSync(new URL(`../../../tools/samples/${bakery.settings}`, import.meta.url), 'utf8')

const parseCoastal = orderParser(readFirestoreSourceConfig({ changedAtField: 'updatedAt' }))
const parseBakery = orderParser(readFirestoreSourceConfig({ orders: parseSettingsFile(settings).orders }))

/** A document's data as Firestore gives them back. */
function stored(data: ShopDocument['data']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, value instanceof Date ? Timestamp.fromDate(value) : value]),
  )
}

/** The order that a document is read as, without the fields that the two shops name differently on purpose. */
function readBy(parse: typeof parseCoastal, { path, data }: ShopDocument) {
  const at = instantFromMs(now)
  const parsed = parse({
    sourceId: path.split('/').at(-1) ?? '',
    changedAt: null,
    version: '1',
    readTime: at,
    raw: { data: stored(data), createTime: at },
  })
  if (!parsed.ok) throw new Error(parsed.reason)
  return comparable(parsed.record)
}

function comparable({ shippingAddress, lineItems, sourceStatus, customer, createdAt, ...order }: Order) {
  const { id: _id, ...person } = customer
  return {
    ...order,
    customer: person,
    // The bakery writes no fractions of a second.
    createdAt: createdAt.slice(0, 19),
    // A map has no order of its own.
    lines: lineItems
      .map(({ sku = '', quantity, unitPrice, total }) => ({ sku, quantity, unitPrice, total }))
      .sort((a, b) => a.sku.localeCompare(b.sku)),
    hasAddress: shippingAddress !== undefined,
    hasWord: sourceStatus !== '',
  }
}

/** Tells whether the bakery's clock names one moment only: in the night in which clocks are set back, an hour comes twice. */
function isTold({ data }: (typeof orders)[number]): boolean {
  return !/^202[456]-10-2\dT0[01]:/.test(new Date(data.timestamp).toISOString())
}

it('reads the orders of a shop that writes them differently as it reads the same orders of another', () => {
  const told = orders.filter(isTold)
  expect(told.length).toBeGreaterThan(1_900)
  for (const order of told) {
    expect(readBy(parseBakery, bakery.documentOf(order))).toEqual(readBy(parseCoastal, coastalShop.documentOf(order)))
  }
})

it('has the settings that inspect proposes, once it is told the unit and the zone', () => {
  const sample = orders.slice(-200).map((order) => {
    const { path, data } = bakery.documentOf(order)
    // All were written at once: nothing tells the zone.
    return { path, data: stored(data), createTime: instantFromMs(now), updateTime: instantFromMs(now) }
  })
  const collection = 'customers/{customer}/orders'
  const given = { collection, defaultCurrency: null }
  const asked = propose(sample, { ...given, answers: new Map() }).questions.map(({ key }) => key)
  expect(asked).toEqual(['orders.money.unit', 'orders.timeZone'])
  const answers = new Map([
    ['orders.money.unit', 'minor'],
    ['orders.timeZone', 'Europe/Vienna'],
  ])
  expect(propose(sample, { ...given, answers }).orders).toEqual(Object(JSON.parse(settings)).orders)
})
