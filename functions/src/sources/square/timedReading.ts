import { msOf, partsOf, type Instant } from '../../lib/instant.ts'
import {
  wholeSource,
  type ChangeWindow,
  type EnumerationPage,
  type RecentRecords,
  type Source,
  type SourcePage,
} from '../../model/source.ts'
import type { CallApi } from '../vendor/api.ts'
import { cursorOf, placeOf } from '../vendor/cursor.ts'
import { mergedWalks } from '../vendor/mergedWalks.ts'
import { pagesOf, placedBeside } from '../vendor/pages.ts'
import { walkInOrder } from '../vendor/walk.ts'
import { readLocations } from './locationList.ts'
import { recordOf } from './records.ts'
import type { MerchantSourceOptions } from './source.ts'
import { nameSince, partNames, partOf } from './timedParts.ts'
import { sortedList, type TimedListing } from './timedSearch.ts'

const dayMs = 86_400_000

/** The rows that all locations together keep in memory, and the fewest that one page has. */
const [rowsAtOnce, smallestPage] = [1_000, 25]

/** Returns the members of a source that read a list by time. `enriched` adds to a page's records what the list does not say. */
export function timedReading(
  options: MerchantSourceOptions,
  listing: TimedListing,
  enriched: <Page extends SourcePage>(page: Page) => Promise<Page> = async (page) => page,
): Pick<Source, 'strategy' | 'changes' | 'parts' | 'enumerate'> {
  const { call, now } = options
  return {
    strategy: 'ordered',
    changes: (window, pageSize) => mapped(readChanges(call, listing, window, pageSize, now), enriched),
    // A location's records never become another one's, and one that is new has none that are old.
    parts: async () => {
      if (!listing.isByLocation) return wholeSource
      const { data, calls } = await readLocations(call)
      return { names: partNames(data.locations, options.callsAtOnce, msOf(now())), usage: { calls, reads: 0 } }
    },
    enumerate: (part, cursor, pageSize) =>
      mapped(enumeratePart(call, listing, { part, cursor, pageSize }, now), enriched),
  }
}

/** The records of all locations' lists that were created within `days`, which are read again once a day. */
export function rereadDaily(call: CallApi, days: number): RecentRecords {
  return {
    everyMs: dayMs,
    spanMs: days * dayMs,
    parts: async (since) => {
      const { data, calls } = await readLocations(call)
      const names = data.locations.map(({ id }) => nameSince(id, msOf(since)))
      return { names, usage: { calls, reads: 0 } }
    },
  }
}

async function* mapped<T>(pages: AsyncIterable<T>, change: (page: T) => Promise<T>): AsyncGenerator<T> {
  for await (const page of pages) yield await change(page)
}

/**
 * The changes of a window, ascending by (time, id) over all locations: each is searched by itself, so that one that is added or closed
 * meanwhile shifts no other's pages. What was updated since stands above the window, and comes with the next one.
 */
async function* readChanges(
  call: CallApi,
  listing: TimedListing,
  { from, until }: ChangeWindow,
  pageSize: number,
  now: () => Instant,
): AsyncGenerator<SourcePage> {
  const after = from.kind === 'after' ? { at: msOf(from.point.at), id: from.point.id } : null
  const range = { ge: from.kind === 'after' ? msOf(from.point.at) : msFrom(from.at), lt: msOf(until) + 1 }
  if (range.ge >= range.lt) {
    yield { records: [], readTime: now(), usage: { calls: 0, reads: 0 } }
    return
  }
  const { locations, calls } = await locationsOf(call, listing)
  const size = Math.min(listing.largestPage, Math.max(smallestPage, Math.floor(rowsAtOnce / locations.length)))
  const walks = locations.map((location) =>
    walkInOrder(sortedList(call, listing, location, 'updated_at'), { range, after, size }),
  )
  const pages = pagesOf(mergedWalks(walks), { size: pageSize, after, now }, ({ row, readTime }, isOrdered) => {
    const record = recordOf(row, readTime)
    return isOrdered ? record : placedBeside(record, until)
  })
  let before = calls
  for await (const { place: _place, usage, ...page } of pages) {
    yield { ...page, usage: { ...usage, calls: usage.calls + before } }
    before = 0
  }
}

async function locationsOf(
  call: CallApi,
  { isByLocation }: TimedListing,
): Promise<{ locations: readonly (string | null)[]; calls: number }> {
  if (!isByLocation) return { locations: [null], calls: 0 }
  const { data, calls } = await readLocations(call)
  return { locations: data.locations.map(({ id }) => id), calls }
}

async function* enumeratePart(
  call: CallApi,
  listing: TimedListing,
  { part, cursor, pageSize }: { readonly part: string; readonly cursor: string | null; readonly pageSize: number },
  now: () => Instant,
): AsyncGenerator<EnumerationPage> {
  const after = placeOf(cursor)
  const { location, range } = partOf(part, msOf(now()) + 1)
  const list = sortedList(call, listing, listing.isByLocation ? location : null, 'created_at')
  const batches = walkInOrder(list, { range, after, size: listing.largestPage })
  const pages = pagesOf(batches, { size: pageSize, after, now }, ({ row, readTime }) => recordOf(row, readTime))
  for await (const { place, ...page } of pages) yield { ...page, cursor: cursorOf(place), isPausePoint: true }
}

/** The first whole millisecond at or behind a moment. */
function msFrom(at: Instant): number {
  return partsOf(at).nanoseconds % 1e6 > 0 ? msOf(at) + 1 : msOf(at)
}
