import type { ListRecordsRequest, ListRecordsResponse } from '../../contract/records.ts'
import type { Clock } from '../../lib/clock.ts'
import { pageOf } from '../page.ts'
import type { Viewer } from '../store/view.ts'
import { compileRecordFilter, orderOfRecords } from './query.ts'
import { recordAt } from './row.ts'

/** A page of a stream's records: `pageOf` by the stream's own columns. */
export async function listRecords(
  reader: Viewer,
  { filter = {}, sort, limit, cursor, facets: withFacets }: Omit<ListRecordsRequest, 'stream'>,
  clock: Pick<Clock, 'now'>,
): Promise<ListRecordsResponse> {
  const { stream } = reader
  const query = {
    filter: compileRecordFilter(stream, filter),
    sort: orderOfRecords(stream, sort),
    limit,
    cursor,
    facets: withFacets,
  }
  const { facets, ...page } = await pageOf(reader, query, recordAt(stream), clock)
  return { ...page, ...(facets !== null && { facets }) }
}
