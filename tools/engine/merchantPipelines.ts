import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { systemClock } from '../../functions/src/lib/systemClock.ts'
import { readConfig } from '../../functions/src/config.ts'
import { secretNames, squareParams } from '../../functions/src/sources/square/config.ts'
import type { SyncContext } from '../../functions/src/sync/context.ts'
import { composedIn, type OwnSurroundings } from './composition.ts'

/** A merchant that gave an access token of its own. */
export interface TokenOfMerchant {
  /** The vendor's address. */
  readonly url: string
  readonly merchantId: string
  readonly accessToken: string
}

/** The pipelines of a merchant as they are deployed, those that are computed from others included, all params as by default. */
export function merchantPipelines(
  db: Firestore,
  { url, merchantId, accessToken }: TokenOfMerchant,
  own: Partial<Pick<OwnSurroundings, 'enqueueFullRun' | 'fetch'>> = {},
): readonly SyncContext[] {
  const config = readConfig({ [squareParams.merchants]: merchantId, [squareParams.apiUrl]: url })
  const { pipelines } = composedIn(config, {
    db,
    clock: systemClock,
    secretOf: (name) => (name === secretNames.accessToken ? accessToken : ''),
    enqueueFullRun: async () => {},
    // Who depends on others is synced behind them in the same call.
    enqueueRun: async () => {},
    ...own,
  })
  return pipelines.filter(({ id }) => id.startsWith(`square.${merchantId}.`))
}
