import { instantFromMs, isoOf } from '../../lib/instant.ts'
import type { ApiCall, CallApi } from '../vendor/api.ts'
import { idOf } from '../vendor/fields.ts'
import type { Range, RawRow, SortedList } from '../vendor/list.ts'
import { vendorName } from './client.ts'
import { pageSchema } from './page.ts'
import { msOfTime, type TimeField } from './records.ts'

/** A page of a list as it is asked for; times are whole milliseconds, both included, a `from` of null is the merchant's beginning. */
export interface TimedRequest {
  readonly field: TimeField
  readonly from: string | null
  readonly to: string
  /** Null where the list is of all locations. */
  readonly location: string | null
  readonly cursor: string | null
  readonly size: number
}

/** A list that the vendor filters by a time and sorts by it. */
export interface TimedListing {
  /** The member of an answer that holds the rows; it is left out where there are none. */
  readonly rows: string
  readonly largestPage: number
  /** True where each location has a list of its own. */
  readonly isByLocation: boolean
  readonly callOf: (request: TimedRequest) => Omit<ApiCall<unknown>, 'data'>
}

/** A list in the order of one of its times. Cursors live five minutes, so each page is a search of its own. */
export function sortedList(
  call: CallApi,
  listing: TimedListing,
  location: string | null,
  field: TimeField,
): SortedList {
  const data = pageSchema(listing.rows)
  const placedAt = (row: RawRow) => ({ id: idOf(row.id) ?? '', at: msOfTime(row[field]) })
  return {
    vendor: vendorName,
    isByTime: true,
    placeOf: placedAt,
    ask: async ({ range, token, size }) => {
      const request = { field, location, cursor: token, size, ...boundsOf(range) }
      const { data: page, askedAt, calls, bytes } = await call({ ...listing.callOf(request), data })
      const rows = page.rows.filter((row) => isWithin(placedAt(row).at, range))
      return { rows, nextToken: page.cursor, isFull: page.rows.length >= size, total: null, askedAt, calls, bytes }
    },
  }
}

/** One millisecond more on either side: whether the vendor includes the ends is not said of all lists. */
function boundsOf({ ge, lt }: Range): Pick<TimedRequest, 'from' | 'to'> {
  return { from: ge > 0 ? isoOf(instantFromMs(ge - 1)) : null, to: isoOf(instantFromMs(lt)) }
}

function isWithin(at: number | null, { ge, lt }: Range): boolean {
  return at === null || (at >= ge && at < lt)
}
