import type { SourceName } from '../../contract/order.ts'
import { noMapping } from '../../model/mapping.ts'
import type { ReportFeed, Source } from '../../model/source.ts'
import { listNotices } from './listNotices.ts'

/** The account at a vendor that a source reads. */
export interface AccountOfSource {
  readonly name: SourceName
  readonly account: string
  /** The address of the API: another host has other records. */
  readonly baseUrl: string
  readonly origin: Source['origin']
  readonly settings: Source['settings']
  /** Gives what webhooks reported of the records of an identity; null without. */
  readonly feedOf: (identity: string) => ReportFeed | null
  /** The most calls of the account that may be under way at once. */
  readonly callsAtOnce: number
}

/** The members of a source at a vendor that do not depend on its stream. */
export type AccountMembers = Pick<
  Source,
  | 'name'
  | 'identity'
  | 'origin'
  | 'mapping'
  | 'settings'
  | 'findsUpdates'
  | 'feed'
  | 'recent'
  | 'pageBytes'
  | 'partsAtOnce'
  | 'marksOf'
  | 'review'
>

/** Returns what the sources of one account have in common. */
export function accountSource(
  { name, account, baseUrl, origin, settings, feedOf, callsAtOnce }: AccountOfSource,
  stream: string,
): AccountMembers {
  const identity = `${new URL(baseUrl).host}/${account}/${stream}`
  return {
    name,
    identity,
    origin,
    mapping: noMapping,
    settings,
    findsUpdates: true,
    feed: feedOf(identity),
    recent: null,
    // The largest answer, and what was gathered before it.
    pageBytes: 12_000_000,
    // A part waits while its page is committed: two more keep the calls busy meanwhile.
    partsAtOnce: callsAtOnce + 2,
    marksOf: () => [],
    // A notice of lists has no cause any more when all has been read without one.
    review: () => ({ notices: [], reviewed: listNotices, changeTimes: null }),
  }
}
