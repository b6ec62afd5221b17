import type { TimedListing } from './timedSearch.ts'

/** No payment is older than the vendor. Without a beginning only the last year is listed, whatever the filter by change says. */
const firstDay = '2009-01-01T00:00:00.000Z'
/** The most rows of a page. */
const largestPage = 100

/** The list of payments or of refunds at `path`, whose rows are the member `rows` of an answer. */
export function tradeListing(path: string, rows: string, isByLocation: boolean): TimedListing {
  return {
    rows,
    largestPage,
    isByLocation,
    callOf: ({ field, from, to, location, cursor, size }) => ({
      method: 'GET',
      path,
      query: {
        sort_field: field === 'updated_at' ? 'UPDATED_AT' : 'CREATED_AT',
        sort_order: 'ASC',
        limit: String(size),
        begin_time: field === 'created_at' && from !== null ? from : firstDay,
        ...(field === 'created_at' && { end_time: to }),
        ...(field === 'updated_at' && { updated_at_begin_time: from ?? firstDay, updated_at_end_time: to }),
        ...(location !== null && { location_id: location }),
        ...(cursor !== null && { cursor }),
      },
    }),
  }
}
