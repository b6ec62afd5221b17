import { randomBytes } from 'node:crypto'

import { localProject } from '../../cli/paths.ts'
import { openFirestore } from '../../cli/deployedSettings.ts'
import { keySecret, type ConnectionContext } from '../../functions/src/connections/context.ts'
import { sealingKeys } from '../../functions/src/lib/sealing.ts'
import { systemClock } from '../../functions/src/lib/systemClock.ts'
import type { LocalSettings } from '../stack/localFunctions.ts'
import type { Trades } from './trade.ts'

/** The means that all stand-ins for vendors of one start share. */
export interface VendorOpening {
  /** The moment up to which accounts are filled, in milliseconds. */
  readonly now: number
  /** The value of `CONNECTION_KEY`, by which all connections are encrypted. */
  readonly connectionKey: string
}

/** An opening with a new key. */
export function openingAt(now: number): VendorOpening {
  return { now, connectionKey: randomBytes(32).toString('base64') }
}

/** A stand-in for a vendor in this process, with accounts whose owners have not authorized anybody yet. */
export interface LocalVendor {
  readonly name: string
  readonly url: string
  /** The settings by which the local functions copy these accounts, and no others. */
  readonly settings: LocalSettings
  /** A line for each account: its name, id and what it has. */
  readonly accounts: readonly string[]
  /** Lets each owner authorize the app, and connects the accounts as `npm run connect` does. */
  connect(): Promise<void>
  /** Lets the accounts trade, and sends a webhook for each change, until aborted; then throws the abort's reason. */
  trade(trades: Trades, aborted: AbortSignal): Promise<never>
  stop(): Promise<void>
}

/** Connects accounts of the local project by `connect`. */
export async function withConnections(
  { connectionKey }: Pick<VendorOpening, 'connectionKey'>,
  connect: (context: ConnectionContext) => Promise<void>,
): Promise<void> {
  const db = openFirestore(localProject)
  try {
    await connect({
      db,
      clock: systemClock,
      logger: { info() {}, warn() {}, error() {} },
      keys: () => sealingKeys(connectionKey, keySecret),
      randomBytes: (count) => new Uint8Array(randomBytes(count)),
    })
  } finally {
    await db.terminate()
  }
}
