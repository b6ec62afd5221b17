import * as fc from 'fast-check'
import { afterAll, expect } from 'vitest'

import { readHead } from '../../functions/src/cache/head.ts'
import { cacheOf } from '../../functions/src/cache/paths.ts'
import type { ListOrdersRequest } from '../../functions/src/contract/api.ts'
import type { Order } from '../../functions/src/contract/order.ts'
import type { Clock } from '../../functions/src/lib/clock.ts'
import { Timestamp, type QueryDocumentSnapshot } from '../../functions/src/lib/firestore/firestore.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import { listOrders } from '../../functions/src/engine/orders/listOrders.ts'
import type { CacheReader } from '../../functions/src/query/store/reader.ts'
import { orderStream } from '../../functions/src/streams/orders/stream.ts'
import { noise } from '../cache/randomRows.ts'
import { playHistories } from '../harness/histories.ts'
import { readerOn } from '../harness/reader.ts'
import { pipeline, Shop, type ShopOrder } from '../harness/shop.ts'
import { expectPage, naiveListing } from './naive.ts'
import { anyRequest, currencies, idLetters, start, statuses, text, time } from './randomRequests.ts'
import { idsOf, type OrderRow as Row, row } from './rows.ts'

/*
 * Queries go from page to page while a shop changes and real runs copy it; each page is compared with a naive reading of
 * the documents in orders_cache at that time.
 */

const queriesPerShop = 260
const asksAtOnce = 40

/** An order as the shop writes it, but for its change time; SKUs are most of what segments are filled with. */
const order = fc
  .record({
    timestamp: time.map((ms) => Timestamp.fromMillis(ms)),
    totalAmount: fc.integer({ min: -2, max: 4 }),
    orderId: text,
    customerName: fc.option(text, { nil: undefined }),
    customerEmail: fc.option(text, { nil: undefined }),
    skus: fc.array(text, { maxLength: 3 }),
    status: fc.constantFrom(...statuses),
    currency: fc.constantFrom(...currencies),
  })
  .map(({ skus, ...fields }) => (seed: number): Partial<ShopOrder> => ({
    ...fields,
    items: [...skus, fillerOf(seed)].map((sku) => ({ sku, name: 'n', quantity: 1, price: 0 })),
  }))
const orderId = fc.tuple(fc.constantFrom(...idLetters), fc.nat(400)).map(([letter, number]) => `${letter}${number}`)
const newOrder = fc.tuple(orderId, order)
const turn = fc.record({
  arriving: fc.array(newOrder, { maxLength: 4 }),
  changing: fc.array(fc.tuple(fc.nat(160), order), { maxLength: 8 }),
  leaving: fc.array(fc.nat(160), { maxLength: 4 }),
})
const history = fc.record({
  initial: fc.uniqueArray(newOrder, { selector: ([id]) => id, minLength: 160, maxLength: 160 }),
  turns: fc.array(turn, { minLength: 30, maxLength: 30 }),
  requests: fc.array(
    anyRequest(
      fc.integer({ min: -2, max: 4 }).map((units) => units * 100),
      fc.integer({ min: 10, max: 80 }),
    ),
    {
      minLength: queriesPerShop,
      maxLength: queriesPerShop,
    },
  ),
})
type History = typeof history extends fc.Arbitrary<infer T> ? T : never

/** 7,000 characters that compression can do little with and that fold to themselves. */
function fillerOf(seed: number): string {
  const letters = 'cdfghijklmnopqrtuvwxyz023456789'
  return Array.from(noise(seed, 7_000), (character) => letters.charAt(character.charCodeAt(0) % letters.length)).join(
    '',
  )
}

/** The row that a list shows of a cached order's document. */
function rowOfOrder(snapshot: QueryDocumentSnapshot): Row {
  const { customer, lineItems, createdAt, updatedAt, ...fields } = snapshot.data() as Order // As runs write them.
  return row({
    id: fields.id,
    orderNumber: fields.orderNumber,
    status: fields.status,
    currency: fields.currency,
    total: fields.total,
    customerName: customer.name ?? null,
    customerEmail: customer.email ?? null,
    createdAt: Date.parse(createdAt),
    updatedAt: Date.parse(updatedAt),
    skus: lineItems.map(({ sku }) => sku ?? '').join('\n'),
    productNames: lineItems.map(({ name }) => name).join('\n'),
  })
}

/** The orders as the shop has them now, and what it has told the cache. */
class ChangingShop {
  readonly shop = new Shop({ settings: { pageSize: 100, deleteCapPercent: 50 } })
  readonly #ids = new Set<string>()
  #seed = 0
  /** The times at which the turns began. */
  readonly turnedAt: Timestamp[] = []

  async open(initial: History['initial']): Promise<void> {
    await this.#put(initial)
    await this.shop.fullRun()
  }

  async take({ arriving, changing, leaving }: History['turns'][number], turns: number): Promise<void> {
    this.shop.pass(60_000)
    const present = [...this.#ids]
    const changed = changing.flatMap(([at, make]) => present.slice(at, at + 1).map((id) => [id, make] as const))
    const written = new Map([...arriving, ...changed])
    await this.#put([...written])
    const gone = leaving.flatMap((at) => present.slice(at, at + 1))
    for (const id of gone) {
      await this.shop.remove(id)
      this.#ids.delete(id)
    }
    // What is gone is found by a full run only.
    if (turns % 3 === 0) await this.shop.fullRun()
    else await this.shop.worker().sync()
  }

  async #put(orders: readonly (readonly [string, (seed: number) => Partial<ShopOrder>])[]): Promise<void> {
    const updatedAt = this.shop.now()
    this.turnedAt.push(updatedAt)
    const made = new Map(orders.map(([id, make]) => [id, { ...make((this.#seed += 1)), updatedAt }]))
    await this.shop.putMany([...made.keys()], (id) => made.get(id) ?? {})
    for (const id of made.keys()) this.#ids.add(id)
  }
}

/** Days of random requests are turns where change times are meant: orders change now, not in January. */
function inTurns(request: ListOrdersRequest, turnedAt: readonly Timestamp[]): ListOrdersRequest {
  const { filter: { updatedFrom, updatedTo, ...filter } = {} } = request
  const timeOf = (iso: string): string => {
    const days = Math.round((Date.parse(iso) - start) / 86_400_000)
    const moment = turnedAt[Math.max(0, turnedAt.length - 8 + days)] ?? turnedAt.at(-1)
    return new Date(moment?.toMillis() ?? 0).toISOString()
  }
  const from = updatedFrom && { updatedFrom: timeOf(updatedFrom) }
  const to = updatedTo && { updatedTo: timeOf(updatedTo) }
  return { ...request, filter: { ...filter, ...from, ...to } }
}

/** A query on its way from page to page. */
interface Asking {
  readonly reader: CacheReader
  readonly request: ListOrdersRequest
  /** The ids that it would have found when it began. */
  readonly listing: readonly string[]
  readonly touched: Set<string>
  readonly found: string[]
  cursor: string | null
  last: Row | undefined
}

/** The numbers of cases that the comparison met, for a comparison that meets few of them proves little. */
const seen = { queries: 0, pages: 0, narrowed: 0, touched: 0, rewritten: 0, segments: 0, segmentsRead: 0, deleted: 0 }

async function askPage(asking: Asking, rows: readonly Row[], clock: Pick<Clock, 'now'>): Promise<boolean> {
  const { reader, request, cursor, last, found, listing, touched } = asking
  const asked = { ...request, ...(cursor !== null && { cursor }) }
  const page = await listOrders(reader, asked, clock)
  expectPage(page, asked, rows, last)
  found.push(...idsOf(page.orders))
  asking.last = rows.find(({ id }) => id === page.orders.at(-1)?.id)
  asking.cursor = page.nextCursor
  seen.pages += 1
  seen.segmentsRead += page.meta.segmentsRead
  if (page.nextCursor !== null) return false
  const stayed = listing.filter((id) => !touched.has(id))
  expect(found.filter((id) => !touched.has(id))).toEqual(stayed)
  seen.queries += 1
  seen.touched += touched.size
  return true
}

function stateOf({ id, updateTime }: QueryDocumentSnapshot): string {
  return `${id} ${updateTime.seconds}.${updateTime.nanoseconds}`
}

/** The ids of the rows that a turn changed in the cache: a deletion shows with the next full run only. */
function touchedBetween(before: readonly QueryDocumentSnapshot[], after: readonly QueryDocumentSnapshot[]): string[] {
  const [old, present] = [new Set(before.map(stateOf)), new Set(after.map(stateOf))]
  const changed = [
    ...before.filter((one) => !present.has(stateOf(one))),
    ...after.filter((one) => !old.has(stateOf(one))),
  ]
  return changed.map(({ id }) => id)
}

async function askEverything({ initial, turns, requests }: History): Promise<void> {
  const changing = new ChangingShop()
  const { shop } = changing
  await changing.open(initial)
  const { clock } = shop.worker().context
  const warm = readerOn(shop.db, clock)
  const tight = readerOn(shop.db, clock, { memoryBytes: 3_000_000 })
  const waiting = [...requests]
  let askings: Asking[] = []
  let documents: readonly QueryDocumentSnapshot[] = []
  for (let turned = 0; waiting.length + askings.length > 0; turned++) {
    const { docs } = await shop.db.collection(cacheOf(pipeline).documents).get()
    const touched = touchedBetween(documents, docs)
    for (const asking of askings) for (const id of touched) asking.touched.add(id)
    documents = docs
    const rows = docs.map(rowOfOrder)
    for (const random of waiting.splice(0, asksAtOnce - askings.length)) {
      const request = inTurns(random, changing.turnedAt)
      const { filter = {}, sort = { field: 'createdAt', direction: 'desc' } } = request
      const listing = idsOf(naiveListing(rows, filter, sort))
      if (listing.length > 0 && listing.length < rows.length) seen.narrowed += 1
      const reader = [tight, readerOn(shop.db, clock)][askings.length % 8] ?? warm
      askings.push({ reader, request, listing, touched: new Set(), found: [], cursor: null, last: undefined })
    }
    const ended = await Promise.all(askings.map((asking) => askPage(asking, rows, clock)))
    askings = askings.filter((_, i) => ended[i] === false)
    const taken = turns[turned % turns.length]
    if (taken !== undefined) await changing.take(taken, turned)
  }
  const { head } = await readHead(shop.db, orderStream, pipeline, new Meter())
  seen.segments += head.segments.length
  seen.rewritten += head.segments.reduce((sum, { version }) => sum + version - 1, 0)
  seen.deleted += head.segments.reduce((sum, segment) => sum + segment.rows - segment.live, 0)
}

let shops = 0

playHistories(
  {
    kind: 'every page agrees with a naive reading of the documents while runs copy what comes, changes and goes',
    all: 4,
    few: 1,
    // A seed tells as much of a failure as a history, which is a book, and nothing shorter would fail in the same way.
    history: fc.noBias(fc.noShrink(fc.integer())),
    timeoutMs: 400_000,
  },
  async (seed) => {
    for (const one of fc.sample(history, { seed, numRuns: 1 })) await askEverything(one)
    shops += 1
  },
)

afterAll(() => {
  // Far below the averages of single shops: a check of what is compared, and none of the average.
  expect(seen.queries).toBe(shops * queriesPerShop)
  expect(seen.pages).toBeGreaterThan(500 * shops)
  expect(seen.narrowed).toBeGreaterThan(15 * shops)
  expect(seen.touched).toBeGreaterThan(1_000 * shops)
  expect(seen.segments, 'segments were split').toBeGreaterThan(shops)
  expect(seen.rewritten, 'changes were folded').toBeGreaterThan(2 * shops)
  expect(seen.deleted, 'tombstones lie in segments').toBeGreaterThan(0)
  expect(seen.segmentsRead).toBeGreaterThan(20 * shops)
})
