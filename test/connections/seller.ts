import { randomBytes } from 'node:crypto'

import { afterAll, beforeAll, beforeEach } from 'vitest'

import { authorizationRef } from '../../functions/src/cache/paths.ts'
import { accountAccess } from '../../functions/src/connections/accounts.ts'
import { connectAccounts } from '../../functions/src/connections/connect.ts'
import type { ConnectionContext } from '../../functions/src/connections/context.ts'
import type { Clock } from '../../functions/src/lib/clock.ts'
import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { shift } from '../../functions/src/lib/instant.ts'
import type { Logger } from '../../functions/src/lib/logger.ts'
import { sealingKeys } from '../../functions/src/lib/sealing.ts'
import { systemClock } from '../../functions/src/lib/systemClock.ts'
import {
  authorizationSchema,
  type AccountAccess,
  type StoredAuthorization,
} from '../../functions/src/model/connection.ts'
import { signatureOf } from '../../functions/src/sources/tiktokShop/signing.ts'
import { createTokenClient, type TokenClient } from '../../functions/src/sources/tiktokShop/tokens.ts'
import { FakeTokenServer } from '../fakes/tiktokTokens.ts'
import { databaseOf, processOn, type ClientCounts, type Faults } from '../harness/firestore.ts'

export const day = 86_400_000

/** The vendor's token server while a file's tests run, as new before each of them. */
export function tokenServer(): FakeTokenServer {
  const server = new FakeTokenServer()
  beforeAll(() => server.start())
  afterAll(() => server.stop())
  beforeEach(() => server.reset())
  return server
}

/** One simulated instance of the functions. */
export interface Instance {
  readonly context: ConnectionContext
  readonly counts: ClientCounts
  readonly access: (account?: string) => AccountAccess
}

/** A seller whose shops are connected, a clock that a test can move, and instances that use the connections. */
export class Seller {
  readonly db: Firestore = databaseOf()
  readonly key = randomBytes(32).toString('base64')
  readonly server: FakeTokenServer
  /** The lines that the instances logged. */
  readonly logged: string[] = []
  keys: string = this.key
  #skewMs = 0

  constructor(server: FakeTokenServer) {
    this.server = server
    server.now = () => this.clock.now()
  }

  get account(): string {
    return this.server.shops[0]?.id ?? ''
  }

  /** Lets time pass, for tokens and for leases. */
  pass(ms: number): void {
    this.#skewMs += Math.floor(ms)
  }

  /** The clock of the vendor, the database and the instances. */
  get clock(): Clock {
    return {
      ...systemClock,
      now: () => Date.now() + this.#skewMs,
      serverTime: (readTime) => shift(readTime, this.#skewMs),
    }
  }

  contextOn(db: Firestore): ConnectionContext {
    const log =
      (level: string): Logger['info'] =>
      (message, members) => {
        this.logged.push(`${level} ${message} ${JSON.stringify(members ?? {})}`)
      }
    return {
      db,
      clock: this.clock,
      logger: { info: log('info'), warn: log('warn'), error: log('error') },
      keys: () => sealingKeys(this.keys, 'CONNECTION_KEY'),
      randomBytes,
    }
  }

  client(): TokenClient {
    const { app, url } = this.server
    return createTokenClient({
      authUrl: url,
      apiUrl: url,
      app,
      fetch,
      now: () => this.clock.now(),
      sign: (parts) => signatureOf(parts, app.appSecret),
      timeoutMs: 5_000,
    })
  }

  /** Authorizes the app and connects the shops, as the command does. Returns the authorization's id. */
  async connect(): Promise<string> {
    const client = this.client()
    const grant = await client.exchange(this.server.authorize())
    const shops = await client.shops(grant.accessToken)
    const accounts = shops.map(({ id, name, region, cipher }) => ({ account: id, name, region, cipher }))
    return connectAccounts(this.contextOn(this.db), {
      source: 'tiktokShop',
      owner: grant.openId,
      pair: grant,
      accounts,
    })
  }

  instance(faults?: Faults): Instance {
    const { db, counts } = processOn(this.db, faults)
    const context = this.contextOn(db)
    const accessOf = accountAccess(context, { tiktokShop: this.client() })
    return { context, counts, access: (account = this.account) => accessOf({ source: 'tiktokShop', account }) }
  }

  async stored(id: string): Promise<StoredAuthorization> {
    return authorizationSchema.parse((await authorizationRef(this.db, id).get()).data())
  }

  /** The id of an alert about the authorization of the first shop. */
  alertId(kind: string): string {
    return `tiktokShop.${this.account}:authorization-${kind}`
  }

  /** The messages of the open alerts, by their ids. */
  async openAlerts(): Promise<Record<string, string>> {
    const { docs } = await this.db.collection('sync_alerts').get()
    const open = docs.filter((alert) => alert.get('closedAt') === null)
    return Object.fromEntries(open.map((alert) => [alert.id, String(alert.get('message'))]))
  }
}
