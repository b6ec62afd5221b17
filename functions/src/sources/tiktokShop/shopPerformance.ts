import { z } from 'zod'

import { msOf, type Instant } from '../../lib/instant.ts'
import {
  noChanges,
  wholeSource,
  type EnumerationPage,
  type Lookup,
  type ParsedRecord,
  type Source,
  type SourceRecord,
} from '../../model/source.ts'
import { recordIdOf } from '../../model/stream.ts'
import type { ShopDay } from '../../streams/shopPerformance/schema.ts'
import type { CallApi } from '../vendor/api.ts'
import { currencyOf, isObject, memberOf } from '../vendor/fields.ts'
import { amountOf } from './fields.ts'
import { instantOfSeconds } from './search.ts'
import { shopSource, type ShopSourceOptions } from './source.ts'

const path = '/analytics/202509/shop/performance'
/** The days that one call asks for. */
const daysAtOnce = 90
const dayMs = 86_400_000

const intervalSchema = z.looseObject({ start_date: z.iso.date() })
const dataSchema = z.object({
  performance: z.object({ intervals: z.array(intervalSchema) }),
  latest_available_date: z.string().nullish(),
})

export interface ShopPerformanceOptions extends ShopSourceOptions {
  /** The first day. It must not move: what is not enumerated any more is looked for by its day, one call for ninety of them. */
  readonly since: string
}

/**
 * The performance of one TikTok Shop by day. The vendor counts the last days anew and says of none when it changed, so all are looked
 * at again; a version says nothing, and content decides.
 */
export function createShopPerformanceSource(options: ShopPerformanceOptions): Source<ShopDay> {
  const { call, now, shopId, since } = options
  const read = (from: string, days: number) => readDays(call, shopId, from, days)
  return {
    ...shopSource(options, 'shopPerformance'),
    strategy: 'rescan',
    findsUpdates: false,
    partsAtOnce: 1,
    changes: noChanges,
    parts: async () => wholeSource,
    enumerate: (_part, cursor) => enumerate(read, cursor ?? since, now),
    lookup: (sourceIds) => lookUp(read, shopId, sourceIds, now),
    count: async () => ({ total: null, usage: { calls: 0, reads: 0 } }),
    parse: (record) => parseDay(record, shopId),
  }
}

interface ReadDays {
  readonly records: readonly SourceRecord[]
  readonly askedAt: Instant
  readonly answeredAt: Instant
  readonly calls: number
}
type Read = (from: string, days: number) => Promise<ReadDays>

async function readDays(call: CallApi, shopId: string, from: string, days: number): Promise<ReadDays> {
  const query = { start_date_ge: from, end_date_lt: dayBehind(from, days), granularity: '1D', currency: 'LOCAL' }
  const { data, askedAt, answeredAt, calls } = await call({ method: 'GET', path, query, data: dataSchema })
  const latest = data.latest_available_date ?? ''
  // What comes behind the latest day that is counted is not yet what it will be.
  const counted = data.performance.intervals.filter((one) => latest === '' || one.start_date <= latest)
  const records = counted.map((raw) => recordOf(raw, shopId, askedAt))
  return { records, askedAt, answeredAt, calls }
}

function recordOf(raw: z.infer<typeof intervalSchema>, shopId: string, readTime: Instant): SourceRecord {
  const version = instantOfSeconds(Date.parse(raw.start_date) / 1000)
  return { sourceId: sourceIdOf(shopId, raw.start_date), changedAt: null, version, readTime, raw }
}

const sourceIdOf = (shopId: string, day: string): string => `${shopId}.${day}`
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
const dayBehind = (day: string, days: number): string => dayOf(Date.parse(day) + days * dayMs)

/** All days through tomorrow, which it is already somewhere. A cursor is the next day. */
async function* enumerate(read: Read, start: string, now: () => Instant): AsyncGenerator<EnumerationPage> {
  const end = dayOf(msOf(now()) + 2 * dayMs)
  for (let day = start; day < end; day = dayBehind(day, daysAtOnce)) {
    const { records, askedAt, calls } = await read(day, daysAtOnce)
    const usage = { calls, reads: 0 }
    yield { records, readTime: askedAt, usage, cursor: dayBehind(day, daysAtOnce), isPausePoint: true }
  }
}

/** Asks for the days of these ids, ninety with a call where they lie together. */
async function lookUp(read: Read, shopId: string, sourceIds: readonly string[], now: () => Instant): Promise<Lookup> {
  const dayIn = (id: string): string => id.slice(shopId.length + 1)
  const isOurs = (id: string): boolean => id.startsWith(`${shopId}.`) && z.iso.date().safeParse(dayIn(id)).success
  const startedAt = now()
  const found: SourceRecord[] = []
  let calls = 0
  let asked = ''
  for (const day of sourceIds.filter(isOurs).map(dayIn).toSorted()) {
    if (day < asked) continue
    const days = await read(day, daysAtOnce)
    calls += days.calls
    found.push(...days.records.filter(({ sourceId }) => sourceIds.includes(sourceId)))
    asked = dayBehind(day, daysAtOnce)
  }
  const readTime = now()
  const there = new Set(found.map(({ sourceId }) => sourceId))
  const absent = [...new Set(sourceIds)].filter((id) => !there.has(id)).map((sourceId) => ({ sourceId, readTime }))
  return { found, absent, readTime: startedAt, usage: { calls, reads: 0 } }
}

function parseDay({ sourceId, raw }: SourceRecord, shopId: string): ParsedRecord<ShopDay> {
  const day = z.iso.date().safeParse(memberOf(raw, 'start_date'))
  if (!isObject(raw) || !day.success) return { ok: false, reason: 'start_date: is missing, or no day' }
  const { sales, traffic } = raw
  const currency = currencyOf(memberOf(memberOf(sales, 'gmv'), 'currency'))
  const record: ShopDay = {
    id: recordIdOf('tiktokShop', sourceId),
    source: 'tiktokShop',
    sourceId,
    shop: shopId,
    day: day.data,
    currency,
    gmv: currency === null ? null : amountOf(memberOf(memberOf(sales, 'gmv'), 'amount'), currency),
    orders: countOf(memberOf(sales, 'orders_count')),
    itemsSold: countOf(memberOf(sales, 'items_sold')),
    visitors: countOf(memberOf(traffic, 'avg_visitors')),
    pageViews: countOf(memberOf(traffic, 'avg_page_views')),
  }
  return { ok: true, record, payload: raw }
}

function countOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}
