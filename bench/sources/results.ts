import type { Environment } from '../results.ts'
import type { CacheFaults } from './cacheCheck.ts'
import type { NaiveCalls } from './naive.ts'
import type { CallTally } from './tally.ts'

/** A full run of a shop's orders, from its request to its end, and the cache that it left. */
export interface ShopCopy {
  /** The share of the calls that failed on purpose. */
  readonly failing: number
  readonly ms: number
  /** The load average of the machine in the last five minutes when it ended. */
  readonly load: number
  readonly calls: CallTally
  /** The most calls that were under way at once. */
  readonly mostAtOnce: number
  /** Orders that came, also more than once. */
  readonly fetched: number
  readonly created: number
  readonly deleted: number
  /** Tasks that failed and were run again. */
  readonly failedTasks: number
  readonly cache: CacheFaults
}

/** The results of `npm run bench -- sources`, as its JSON file has them. */
export interface SourcesResults {
  readonly environment: Environment
  readonly orders: number
  readonly pageSize: number
  readonly latencyMs: number
  /** The calls that may be under way at once. */
  readonly callsAtOnce: number
  /** The copy of as many orders from Firestore. */
  readonly fromFirestore: Pick<ShopCopy, 'ms' | 'load'>
  /** A first copy without failures, and one with them. */
  readonly copies: Readonly<Record<'clean' | 'failing', ShopCopy>>
  /** A full run with failures over what the last one copied; null where the run was ended before. */
  readonly resync: ShopCopy | null
  /** The orders that were gone at the vendor before that. */
  readonly removed: number
  readonly returns: { readonly records: number; readonly calls: number; readonly ms: number }
  readonly incremental: {
    readonly changed: number
    readonly updated: number
    readonly calls: number
    readonly ms: number
  }
  /** One after another, as many as were measured. */
  readonly naive: NaiveCalls
}
