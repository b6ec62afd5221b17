import type { Fetch } from '../../lib/http.ts'
import type { ServerClock } from '../../lib/serverClock.ts'
import type { Account, AccountAccess } from '../../model/connection.ts'
import type { ReportFeed } from '../../model/source.ts'
import type { CallApi } from './api.ts'

/** The surroundings that the pipelines of accounts at vendors need. */
export interface VendorSurroundings {
  readonly fetch: Fetch
  readonly clock: ServerClock
  /** Asked for with the first call: functions that only read the cache have no secret. Throws a SettingError where it is not there. */
  readonly secretOf: (name: string) => string
  readonly accessOf: (account: Account) => AccountAccess
  readonly feedOf: (pipeline: string, identity: string) => ReportFeed
}

/** Calls by a client that is made with the first of them. */
export function lazily(make: () => CallApi): CallApi {
  let made: CallApi | null = null
  return (request) => (made ??= make())(request)
}
