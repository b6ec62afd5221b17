import { shift, partsOf, type Instant } from '../../lib/instant.ts'
import type {
  Absence,
  ChangeWindow,
  EnumerationPage,
  Lookup,
  ParsedRecord,
  Source,
  SourcePage,
  SourceRecord,
} from '../../model/source.ts'
import { recordIdOf } from '../../model/stream.ts'
import type { Product, Variant } from '../../streams/products/schema.ts'
import { currencyOf, isObject, memberOf, objectsIn, textOf } from '../vendor/fields.ts'
import { amountOf, isoOfSeconds } from './fields.ts'
import { rangeOfPart, sizedParts } from './parts.ts'
import { recordOf, searchOf, secondBehind, secondFrom, type AskPage, type Listing } from './search.ts'
import { countAll, shopSource, type ShopSourceOptions } from './source.ts'
import { readInPieces, readWhole } from './unsorted.ts'

/** It is filtered by time and not sorted by it, and gives ten thousand results at most; deleted products stay in it. */
const listing: Listing = {
  path: '/product/202502/products/search',
  rows: 'products',
  idField: 'id',
  largestPage: 100,
  upperEnd: { suffix: 'le', below: 1 },
  sorts: false,
}

/** The sizing of windows: the most products in memory at once. A total may be capped, so each window is counted by itself. */
const sizing = { most: 1_000, isExact: false }
/** The recent time in which reported products are looked for first, in milliseconds. */
const recentMs = 86_400_000

/** The products of one TikTok Shop. */
export function createProductSource(options: ShopSourceOptions): Source<Product> {
  const { call, now } = options
  const ask = searchOf(call, listing, { status: 'ALL' })
  return {
    ...shopSource(options, 'products'),
    strategy: 'unordered',
    partsAtOnce: 2,
    changes: (window, pageSize) => readChanges(ask, window, pageSize),
    parts: async () => {
      const { names, calls } = await sizedParts(ask, { ge: 0, lt: secondBehind(now()) }, sizing)
      return { names, usage: { calls, reads: 0 } }
    },
    enumerate: (part, cursor, pageSize) => enumeratePart(ask, part, cursor, pageSize),
    lookup: (sourceIds) => lookUp(ask, [...new Set(sourceIds)], now),
    count: () => countAll(ask, now),
    parse: parseProduct,
  }
}

/** All that changed in a window, by whole seconds, both ends included. */
async function* readChanges(ask: AskPage, { from, until }: ChangeWindow, pageSize: number): AsyncGenerator<SourcePage> {
  // Of an unordered window nothing was read in part, so what lies at its beginning is read again.
  const ge = from.kind === 'after' ? partsOf(from.point.at).seconds : secondFrom(from.at)
  const range = { ge, lt: secondBehind(until) }
  if (range.ge >= range.lt) return
  for await (const { rows, askedAt, calls } of readInPieces(ask, listing, 'update_time', range, sizing)) {
    const records = rows.map((row) => recordOf(row, listing, askedAt))
    for (let start = 0; start === 0 || start < records.length; start += pageSize) {
      const usage = { calls: start === 0 ? calls : 0, reads: 0 }
      yield { records: records.slice(start, start + pageSize), readTime: askedAt, usage, through: until }
    }
  }
}

/** A part is read whole and given by id, so that its reading goes on behind any product. */
async function* enumeratePart(
  ask: AskPage,
  part: string,
  cursor: string | null,
  pageSize: number,
): AsyncGenerator<EnumerationPage> {
  const { rows, askedAt, calls } = await readWhole(ask, listing, 'create_time', rangeOfPart(part))
  const records = rows
    .map((row) => recordOf(row, listing, askedAt))
    .filter(({ sourceId }) => cursor === null || sourceId > cursor)
    .toSorted((a, b) => (a.sourceId < b.sourceId ? -1 : 1))
  for (let start = 0; start === 0 || start < records.length; start += pageSize) {
    const page = records.slice(start, start + pageSize)
    const usage = { calls: start === 0 ? calls : 0, reads: 0 }
    // Its products are here already: to stop within it would be to pay for them twice.
    const isPausePoint = start + pageSize >= records.length
    yield { records: page, readTime: askedAt, usage, cursor: page.at(-1)?.sourceId ?? cursor ?? '', isPausePoint }
  }
}

/**
 * The list cannot be searched by id, and a single product comes in another shape. So products are looked for among those that changed
 * lately, and what is not there in the whole list: what that does not hold is absent.
 */
async function lookUp(ask: AskPage, sourceIds: readonly string[], now: () => Instant): Promise<Lookup> {
  const startedAt = now()
  const [recently, lt] = [secondFrom(shift(startedAt, -recentMs)), secondBehind(startedAt)]
  const found = new Map<string, SourceRecord>()
  let calls = 0
  for (const field of ['update_time', 'create_time'] as const) {
    if (found.size === sourceIds.length) break
    const range = { ge: field === 'update_time' ? recently : 0, lt }
    for await (const piece of readInPieces(ask, listing, field, range, sizing)) {
      calls += piece.calls
      for (const row of piece.rows) {
        const record = recordOf(row, listing, piece.askedAt)
        if (sourceIds.includes(record.sourceId)) found.set(record.sourceId, record)
      }
    }
  }
  const readTime = now()
  const absent: Absence[] = sourceIds.filter((id) => !found.has(id)).map((sourceId) => ({ sourceId, readTime }))
  return { found: [...found.values()], absent, readTime: startedAt, usage: { calls, reads: 0 } }
}

/** Only a missing status or creation time puts a product into quarantine. */
function parseProduct({ sourceId, raw }: SourceRecord): ParsedRecord<Product> {
  if (!isObject(raw)) return { ok: false, reason: 'it is no object' }
  const [status, createdAt] = [textOf(raw.status), isoOfSeconds(raw.create_time)]
  if (status === undefined) return { ok: false, reason: 'status: is missing' }
  if (createdAt === null) return { ok: false, reason: 'create_time: is missing, or no time in seconds' }
  const skus = objectsIn(raw.skus)
  const currency = skus.map((sku) => currencyOf(memberOf(sku.price, 'currency'))).find((code) => code !== null) ?? null
  const record: Product = {
    id: recordIdOf('tiktokShop', sourceId),
    source: 'tiktokShop',
    sourceId,
    name: textOf(raw.title) ?? '',
    status,
    currency,
    variants: skus.flatMap((sku) => variantOf(sku, currency) ?? []),
    createdAt,
    updatedAt: isoOfSeconds(raw.update_time) ?? createdAt,
  }
  return { ok: true, record, payload: raw }
}

function variantOf(sku: Readonly<Record<string, unknown>>, currency: string | null): Variant | null {
  const [id, sellerSku] = [textOf(sku.id), textOf(sku.seller_sku)]
  if (id === undefined) return null
  const isPriced = currency !== null && currencyOf(memberOf(sku.price, 'currency')) === currency
  const amount = memberOf(sku.price, 'sale_price') ?? memberOf(sku.price, 'tax_exclusive_price')
  const counts = objectsIn(sku.inventory).flatMap(({ quantity }) => (typeof quantity === 'number' ? quantity : []))
  return {
    id,
    ...(sellerSku !== undefined && { sku: sellerSku }),
    price: isPriced ? amountOf(amount, currency) : null,
    inStock: counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0),
  }
}
