import type { Clock } from '../lib/clock.ts'
import type { Firestore } from '../lib/firestore/firestore.ts'
import type { Logger } from '../lib/logger.ts'
import type { SealingKeys } from '../lib/sealing.ts'

/** The surroundings that keeping connections needs. */
export interface ConnectionContext {
  readonly db: Firestore
  readonly clock: Clock
  readonly logger: Logger
  /** Throws a SettingError where the key is not there: most functions need none. */
  readonly keys: () => SealingKeys
  readonly randomBytes: (count: number) => Uint8Array<ArrayBuffer>
}

/** The secret with the keys by which tokens are encrypted. */
export const keySecret = 'CONNECTION_KEY'
