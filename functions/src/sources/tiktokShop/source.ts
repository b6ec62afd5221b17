import { partsOf, type Instant } from '../../lib/instant.ts'
import type {
  ChangeWindow,
  EnumerationPage,
  RecentRecords,
  ReportFeed,
  Source,
  SourcePage,
} from '../../model/source.ts'
import type { CachedRecord } from '../../model/stream.ts'
import type { CallApi } from '../vendor/api.ts'
import { cursorOf, placeOf } from '../vendor/cursor.ts'
import { accountSource, type AccountMembers } from '../vendor/accountSource.ts'
import { pagesOf, placedBeside } from '../vendor/pages.ts'
import type { Place } from '../vendor/sorter.ts'
import { walkInOrder } from '../vendor/walk.ts'
import { tiktokShopParams } from './config.ts'
import { rangeOfPart, recordsOfPart, sizedParts } from './parts.ts'
import { recordOf, searchOf, secondBehind, secondFrom, sortedList, type AskPage, type Listing } from './search.ts'

/** The options that the streams of one shop have in common. */
export interface ShopSourceOptions {
  readonly shopId: string
  /** The address of the API: another host has other records. */
  readonly baseUrl: string
  readonly call: CallApi
  /** Now by the clock that read times go by. */
  readonly now: () => Instant
  /** Gives what webhooks reported of the records of an identity; null without. */
  readonly feedOf: (identity: string) => ReportFeed | null
  /** The most calls of the shop that may be under way at once. */
  readonly callsAtOnce: number
}

const dayMs = 86_400_000

/** Messages name what a person sets. */
export const settingNames = { statusMap: tiktokShopParams.statusMap } as const

/** The members of a source that do not depend on its stream. */
export function shopSource({ shopId, ...options }: ShopSourceOptions, stream: string): AccountMembers {
  const shop = {
    ...options,
    name: 'tiktokShop',
    account: shopId,
    origin: { name: `the TikTok Shop ${shopId}`, setting: 'the connection of the shop' },
    settings: { statuses: settingNames.statusMap, records: 'what TikTok Shop sends' },
  } as const
  return accountSource(shop, stream)
}

/** The sizing of the parts of lists that are sorted and counted. */
const wholeLists = { most: recordsOfPart, isExact: true } as const

/** A list that the vendor sorts by the time of change and by the time of creation: how its records are read, but not by id. */
export function orderedReading<R extends CachedRecord>(
  { call, now }: ShopSourceOptions,
  listing: Listing,
): Pick<Source<R>, 'strategy' | 'changes' | 'parts' | 'enumerate' | 'count'> {
  const ask = searchOf(call, listing)
  return {
    strategy: 'ordered',
    changes: (window, pageSize) => readChanges(ask, listing, window, pageSize, now),
    parts: async () => {
      const { names, calls } = await sizedParts(ask, { ge: 0, lt: secondBehind(now()) }, wholeLists)
      return { names, usage: { calls, reads: 0 } }
    },
    enumerate: (part, cursor, pageSize) => enumeratePart(ask, listing, { part, cursor, pageSize }, now),
    count: () => countAll(ask, now),
  }
}

/** Records whose edits may leave their change time as it is: those created within `days` are read again once a day. */
export function rereadDaily({ call, now }: ShopSourceOptions, listing: Listing, days: number): RecentRecords {
  const ask = searchOf(call, listing)
  return {
    everyMs: dayMs,
    spanMs: days * dayMs,
    parts: async (since) => {
      const range = { ge: secondFrom(since), lt: secondBehind(now()) }
      const { names, calls } = await sizedParts(ask, range, wholeLists)
      return { names, usage: { calls, reads: 0 } }
    },
  }
}

/**
 * The changes of a window, ascending by (time, id). The vendor filters by whole seconds, the upper end exclusive. Rows that were
 * updated since are given, too, as they are now: above the window by their time, within it in no order. An open window has nothing
 * more: the times are the vendor's own, and what its clock is ahead comes with the next window.
 */
async function* readChanges(
  ask: AskPage,
  listing: Listing,
  { from, until }: ChangeWindow,
  pageSize: number,
  now: () => Instant,
): AsyncGenerator<SourcePage> {
  const after: Place | null = from.kind === 'after' ? { at: partsOf(from.point.at).seconds, id: from.point.id } : null
  const range = { ge: secondFrom(from.kind === 'after' ? from.point.at : from.at), lt: secondBehind(until) }
  if (range.ge >= range.lt) {
    yield { records: [], readTime: now(), usage: { calls: 0, reads: 0 } }
    return
  }
  const walk = { range, after, size: Math.min(pageSize, listing.largestPage) }
  const batches = walkInOrder(sortedList(ask, listing, 'update_time'), walk)
  const pages = pagesOf(batches, { size: pageSize, after, now }, ({ row, readTime }, isOrdered) => {
    const record = recordOf(row, listing, readTime)
    return isOrdered ? record : placedBeside(record, until)
  })
  for await (const { place: _place, ...page } of pages) yield page
}

async function* enumeratePart(
  ask: AskPage,
  listing: Listing,
  { part, cursor, pageSize }: { readonly part: string; readonly cursor: string | null; readonly pageSize: number },
  now: () => Instant,
): AsyncGenerator<EnumerationPage> {
  const after = placeOf(cursor)
  const size = Math.min(pageSize, listing.largestPage)
  const list = sortedList(ask, listing, 'create_time')
  const batches = walkInOrder(list, { range: rangeOfPart(part), after, size })
  const pages = pagesOf(batches, { size: pageSize, after, now }, ({ row, readTime }) =>
    recordOf(row, listing, readTime),
  )
  for await (const { place, ...page } of pages) yield { ...page, cursor: cursorOf(place), isPausePoint: true }
}

export async function countAll(ask: AskPage, now: () => Instant): ReturnType<Source['count']> {
  const range = { ge: 0, lt: secondBehind(now()) }
  const { total, calls } = await ask({ field: 'create_time', range, token: null, size: 1 })
  return { total, usage: { calls, reads: 0 } }
}
