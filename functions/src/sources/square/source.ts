import type { Instant } from '../../lib/instant.ts'
import type { ReportFeed, Source } from '../../model/source.ts'
import type { CallApi } from '../vendor/api.ts'
import { accountSource, type AccountMembers } from '../vendor/accountSource.ts'
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
  { merchantId, ...options }: MerchantSourceOptions,
  stream: string,
): AccountMembers & Pick<Source, 'count'> {
  const merchant = {
    ...options,
    name: 'square',
    account: merchantId,
    origin: { name: `the Square merchant ${merchantId}`, setting: squareParams.merchants },
    settings: { statuses: squareParams.statusMap, records: 'what Square sends' },
  } as const
  return {
    ...accountSource(merchant, stream),
    // The vendor counts nothing.
    count: async () => ({ total: null, usage: { calls: 0, reads: 0 } }),
  }
}
