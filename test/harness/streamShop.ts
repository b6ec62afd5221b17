import { z } from 'zod'

import { instantFromMs } from '../../functions/src/lib/instant.ts'
import { pipelineOf, type Pipeline } from '../../functions/src/model/pipeline.ts'
import { defineStream, type CachedRecord, type Stream } from '../../functions/src/model/stream.ts'
import { derivedPipelines } from '../../functions/src/sources/derived/pipelines.ts'
import { MemorySource } from '../../functions/src/sources/memory/source.ts'

/* Streams beside the orders, as a vendor would bring them: a catalogue, payments that name orders, and many small ones. */

const source = 'firestore'
const begin = Date.UTC(2026, 0, 1, 9)
const hour = 3_600_000

const itemSchema = z.object({
  id: z.string(),
  source: z.literal(source),
  sourceId: z.string(),
  name: z.string(),
  category: z.string().nullable(),
  isArchived: z.boolean(),
  description: z.string(),
  tags: z.array(z.string()),
  createdAt: z.string(),
})
type Item = z.infer<typeof itemSchema>

const items = defineStream<Item>({
  name: 'catalogItems',
  schema: itemSchema,
  keyTime: ({ createdAt }) => Date.parse(createdAt),
  columns: [
    { name: 'source', kind: 'category', label: 'Source', facet: true, of: (item) => item.source },
    { name: 'name', kind: 'text', label: 'Name', sort: true, search: 'text', of: ({ name }) => name },
    {
      name: 'category',
      kind: 'category',
      label: 'Category',
      facet: true,
      sort: true,
      of: ({ category }) => category,
    },
    { name: 'isArchived', kind: 'flag', label: 'Archived', of: ({ isArchived }) => isArchived },
  ],
})

const variationSchema = z.object({
  id: z.string(),
  item: z.string(),
  name: z.string(),
  sku: z.string(),
  price: z.int(),
  currency: z.string(),
  inStock: z.number().nullable(),
  changedAt: z.string(),
  stock: z.array(z.object({ location: z.string(), quantity: z.number() })),
  options: z.object({ size: z.string(), colours: z.array(z.string()) }),
})
type Variation = z.infer<typeof variationSchema>

const variations = defineStream<Variation>({
  name: 'catalogVariations',
  schema: variationSchema,
  keyTime: ({ changedAt }) => Date.parse(changedAt),
  references: [{ column: 'item', to: 'catalogItems' }],
  columns: [
    { name: 'item', kind: 'text', label: 'Item', search: 'text', of: ({ item }) => item },
    { name: 'name', kind: 'text', label: 'Name', sort: true, search: 'text', of: ({ name }) => name },
    { name: 'sku', kind: 'text', label: 'SKU', search: 'text', of: ({ sku }) => sku },
    {
      name: 'price',
      kind: 'integer',
      label: 'Price',
      range: true,
      sort: true,
      money: { currency: 'currency' },
      of: ({ price }) => price,
    },
    { name: 'currency', kind: 'category', label: 'Currency', facet: true, of: ({ currency }) => currency },
    { name: 'inStock', kind: 'number', label: 'In stock', range: true, sort: true, of: ({ inStock }) => inStock },
    {
      name: 'changedAt',
      kind: 'time',
      label: 'Changed',
      range: true,
      sort: true,
      of: ({ changedAt }) => Date.parse(changedAt),
    },
  ],
})

const paymentSchema = z.object({
  id: z.string(),
  order: z.string(),
  status: z.string(),
  amount: z.int(),
  fee: z.int(),
  currency: z.string(),
  card: z.string().nullable(),
  isRefunded: z.boolean(),
  paidAt: z.string(),
})
type Payment = z.infer<typeof paymentSchema>

const money = { currency: 'currency' } as const
const payments = defineStream<Payment>({
  name: 'payments',
  schema: paymentSchema,
  keyTime: ({ paidAt }) => Date.parse(paidAt),
  references: [{ column: 'order', to: 'orders' }],
  columns: [
    { name: 'order', kind: 'text', label: 'Order', search: 'text', of: ({ order }) => order },
    { name: 'status', kind: 'category', label: 'Status', facet: true, sort: true, of: ({ status }) => status },
    { name: 'amount', kind: 'integer', label: 'Amount', range: true, sort: true, money, of: ({ amount }) => amount },
    { name: 'fee', kind: 'integer', label: 'Fee', money, of: ({ fee }) => fee },
    { name: 'currency', kind: 'category', label: 'Currency', facet: true, of: ({ currency }) => currency },
    { name: 'card', kind: 'category', label: 'Card', facet: true, of: ({ card }) => card },
    { name: 'isRefunded', kind: 'flag', label: 'Refunded', of: ({ isRefunded }) => isRefunded },
  ],
})

const noteSchema = z.object({ id: z.string(), text: z.string() })
type Note = z.infer<typeof noteSchema>

/** Streams whose names are all that matters of them. */
const smallNames = [
  'bankAccounts', 'bookings', 'cashDrawerShifts', 'customerGroups', 'devices', 'disputes', 'giftCards', 'inventoryCounts',
  'invoices', 'locations', 'loyaltyAccounts', 'payouts', 'refunds', 'subscriptions', 'teamMembers', 'vendors',
] // prettier-ignore

const smallStreams = smallNames.map((name) =>
  defineStream<Note>({
    name,
    schema: noteSchema,
    keyTime: () => begin,
    columns: [{ name: 'text', kind: 'text', label: 'Text', of: ({ text }) => text }],
  }),
)

const nouns = ['Mug', 'Teapot', 'Apron', 'Candle', 'Notebook', 'Tray', 'Blanket', 'Lamp']
const adjectives = ['Blue', 'Round', 'Linen', 'Tall', 'Café', 'Striped', 'Small']
const categories = ['Kitchen', 'Home', 'Paper', null]
const itemCount = 56
const variationCount = 130

function isoAt(hours: number): string {
  return new Date(begin + hours * hour).toISOString()
}

function itemOf(n: number): Item {
  return {
    id: `${source}:item-${n}`,
    source,
    sourceId: `item-${n}`,
    name: `${adjectives[n % adjectives.length]} ${nouns[n % nouns.length]}`,
    category: categories[n % categories.length] ?? null,
    isArchived: n % 9 === 0,
    description: 'Made by hand in a small workshop.\nWash it with care.',
    tags: n % 2 === 0 ? ['new', 'handmade'] : [],
    createdAt: isoAt(n),
  }
}

/** The last one names an item that is not there. */
function variationOf(n: number): Variation {
  const size = ['S', 'M', 'L'][n % 3] ?? 'M'
  return {
    id: `${source}:var-${n}`,
    item: n === variationCount - 1 ? 'item-gone' : `item-${n % itemCount}`,
    name: `${nouns[n % nouns.length]} ${size}`,
    sku: `SKU-${1_000 + n}`,
    price: 450 + n * 25,
    currency: n % 5 === 0 ? 'JPY' : 'EUR',
    inStock: n % 7 === 0 ? null : (n * 3) % 40,
    changedAt: isoAt(n * 3),
    stock: [
      { location: 'Main street', quantity: n % 12 },
      { location: 'Market hall', quantity: n % 5 },
    ],
    options: { size, colours: ['blue', 'white'] },
  }
}

function paymentOf(order: string, n: number): Payment {
  return {
    id: `${source}:pay-${n}`,
    order,
    status: ['COMPLETED', 'APPROVED', 'CANCELED'][n % 3] ?? 'COMPLETED',
    amount: 1_000 + n * 137,
    fee: 30 + n,
    currency: 'USD',
    card: n % 4 === 0 ? null : 'VISA',
    isRefunded: n % 6 === 0,
    paidAt: isoAt(n * 2),
  }
}

/** The pipelines of these streams; each of the orders, by its id at the source, is paid once. */
export function streamPipelines(orders: readonly string[]): readonly Pipeline[] {
  const catalogue = [
    pipelineOf(
      sourceOf(
        items,
        Array.from({ length: itemCount }, (_, n) => itemOf(n)),
      ),
      items,
    ),
    pipelineOf(
      sourceOf(
        variations,
        Array.from({ length: variationCount }, (_, n) => variationOf(n)),
      ),
      variations,
    ),
  ]
  return [
    ...catalogue,
    pipelineOf(sourceOf(payments, orders.map(paymentOf)), payments),
    ...smallStreams.map((stream) => pipelineOf(sourceOf(stream, [{ id: `${source}:one`, text: 'One' }]), stream)),
    ...derivedPipelines(catalogue, () => instantFromMs(Date.now())),
  ]
}

function sourceOf<R extends CachedRecord>({ name, schema }: Stream<R>, records: readonly R[]): MemorySource<R> {
  const memory = new MemorySource<R>({
    name: source,
    now: () => instantFromMs(Date.now()),
    parse: ({ raw }) => ({ ok: true, record: schema.parse(raw), payload: { kind: name, raw: JSON.stringify(raw) } }),
  })
  for (const record of records) memory.put(record.id.slice(source.length + 1), record)
  return memory
}
