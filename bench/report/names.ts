import type { ContestantName, KindLatency } from '../results.ts'
import type { QuestionKind } from '../latency/kinds.ts'

/** How the contestants are called where people read. */
export const contestantNames: Readonly<Record<ContestantName, string>> = {
  direct: 'querying orders directly',
  jsonCache: 'JSON file, dies with its instance',
  jsonCacheOnDisk: 'JSON file on a persistent disk',
  tidemark: 'Tidemark, without change feed',
  tidemarkFeed: 'Tidemark, change feed (default)',
}

export const latencyNames: Readonly<Record<keyof KindLatency, string>> = {
  direct: 'direct',
  jsonCache: 'JSON file',
  tidemark: 'Tidemark',
  tidemarkAfterRest: 'Tidemark after a rest',
  tidemarkOverHttp: 'Tidemark over HTTP',
}

export const kindNames: Readonly<Record<QuestionKind, string>> = {
  firstPage: 'first page',
  pageTen: 'page ten',
  statusFilter: 'status',
  datesAndStatus: 'dates and status',
  sortByTotal: 'by total',
  sortByCustomer: 'by customer',
  search: 'search',
  facets: 'counts by status',
  statsByDay: 'revenue by day',
}
