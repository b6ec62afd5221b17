import type { Instant } from '../../lib/instant.ts'
import type { ReportFeed, Source } from '../../model/source.ts'
import type { CallApi } from '../vendor/api.ts'
import { listNotices } from '../vendor/listNotices.ts'
import { squareParams } from './config.ts'

/** The options that the streams of one merchant have in common. */
export interface MerchantSourceOptions {
  readonly merchantId: string
  /** The address of the API: the sandbox has other records. */
  readonly baseUrl: string
  readonly call: CallApi
  /** Now by the clock that read times go by. */
  readonly now: () => Instant
  /** Gives what webhooks reported of the records of an identity; null without. */
  readonly feedOf: (identity: string) => ReportFeed | null
  /** The most calls of the merchant that may be under way at once. */
  readonly callsAtOnce: number
}

/** The members of a source that do not depend on its stream. */
export function merchantSource(
  { merchantId, baseUrl, feedOf, callsAtOnce }: MerchantSourceOptions,
  stream: string,
): Pick<
  Source,
  | 'name'
  | 'identity'
  | 'origin'
  | 'settings'
  | 'findsUpdates'
  | 'feed'
  | 'recent'
  | 'pageBytes'
  | 'partsAtOnce'
  | 'count'
  | 'marksOf'
  | 'review'
> {
  const identity = `${new URL(baseUrl).host}/${merchantId}/${stream}`
  return {
    name: 'square',
    identity,
    origin: { name: `the Square merchant ${merchantId}`, setting: squareParams.merchants },
    settings: { statuses: squareParams.statusMap, records: 'what Square sends' },
    findsUpdates: true,
    feed: feedOf(identity),
    recent: null,
    // The largest answer, and what was gathered before it.
    pageBytes: 12_000_000,
    // A part waits while its page is committed: two more keep the calls busy meanwhile.
    partsAtOnce: callsAtOnce + 2,
    // The vendor counts nothing.
    count: async () => ({ total: null, usage: { calls: 0, reads: 0 } }),
    marksOf: () => [],
    // A notice of lists has no cause any more when all has been read without one.
    review: () => ({ notices: [], reviewed: listNotices, changeTimes: null }),
  }
}
