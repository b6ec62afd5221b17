import { randomBytes } from 'node:crypto'

import { readState } from '../../functions/src/cache/state.ts'
import { connectAccounts } from '../../functions/src/connections/connect.ts'
import { keySecret } from '../../functions/src/connections/context.ts'
import type { RunReport } from '../../functions/src/contract/sync.ts'
import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { instantFromMs } from '../../functions/src/lib/instant.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import { sealingKeys } from '../../functions/src/lib/sealing.ts'
import { systemClock } from '../../functions/src/lib/systemClock.ts'
import type { StoredRun } from '../../functions/src/model/state.ts'
import { readConfig } from '../../functions/src/config.ts'
import { secretNames, tiktokShopParams } from '../../functions/src/sources/tiktokShop/config.ts'
import type { SyncContext } from '../../functions/src/sync/context.ts'
import { requestFullRun } from '../../functions/src/sync/full/requestFullRun.ts'
import { syncAll } from '../../functions/src/sync/syncAll.ts'
import { composedIn } from '../../tools/engine/composition.ts'
import { runTasksOf } from '../../tools/engine/fullRunTasks.ts'

/** The calls of one shop that are under way at once: the param's default. */
export const callsAtOnce = 5

/** A shop that its owner lets an app read. */
export interface AuthorizedShop {
  /** The vendor's address. */
  readonly url: string
  readonly app: { readonly appKey: string; readonly appSecret: string }
  readonly shop: { readonly id: string; readonly name: string; readonly region: string; readonly cipher: string }
  readonly grant: {
    readonly accessToken: string
    readonly refreshToken: string
    readonly accessExpiresAtMs: number
    readonly refreshExpiresAtMs: number
  }
}

/** A full run that succeeded, and the number of its tasks that failed in passing. */
export interface CopyRun {
  readonly run: StoredRun
  readonly failedTasks: number
}

/** Tidemark as it is deployed for one TikTok Shop, all params as they are by default, on the machine's clock. */
export class ShopCopier {
  readonly #db: Firestore
  readonly #shop: AuthorizedShop
  readonly #pipelines: readonly SyncContext[]

  private constructor(db: Firestore, shop: AuthorizedShop, pipelines: readonly SyncContext[]) {
    this.#db = db
    this.#shop = shop
    this.#pipelines = pipelines
  }

  /** Connects the shop in an empty database, as `npm run connect` does. */
  static async connect(db: Firestore, authorized: AuthorizedShop): Promise<ShopCopier> {
    const { url, app, shop } = authorized
    const secrets: Record<string, string> = {
      [secretNames.tiktokShopApp]: app.appSecret,
      [keySecret]: randomBytes(32).toString('base64'),
    }
    const config = readConfig({
      [tiktokShopParams.appKey]: app.appKey,
      [tiktokShopParams.shops]: shop.id,
      [tiktokShopParams.authUrl]: url,
      [tiktokShopParams.apiUrl]: url,
      [tiktokShopParams.callsAtOnce]: String(callsAtOnce),
    })
    const secretOf = (name: string): string => secrets[name] ?? ''
    const { pipelines } = composedIn(config, {
      db,
      clock: systemClock,
      secretOf,
      // `copy` runs the tasks one after another until the run has ended.
      enqueueFullRun: async () => {},
      // Orders are asked for behind their returns: they are copied next anyway.
      enqueueRun: async () => {},
    })
    await connectShop(db, authorized, secretOf(keySecret))
    return new ShopCopier(db, authorized, pipelines)
  }

  nameOf(stream: 'orders' | 'returns'): string {
    return `tiktokShop.${this.#shop.shop.id}.${stream}`
  }

  /** Copies a stream by a full run, from its request to its end; throws unless it succeeded. */
  async copy(stream: 'orders' | 'returns'): Promise<CopyRun> {
    const context = this.#pipelineOf(stream)
    await requestFullRun(context)
    const failedTasks = await runTasksOf(context)
    const { state } = await readState(this.#db, context.id, new Meter())
    const run = state?.lastFullRun
    if (run?.status === 'succeeded') return { run, failedTasks }
    throw new Error(`The full run of ${context.id} did not succeed: ${run?.error ?? 'nobody says why'}`)
  }

  /** The scheduler's run of returns and orders; returns that of the orders. Throws unless both succeeded. */
  async sync(): Promise<RunReport> {
    const { success, message, runs } = await syncAll([this.#pipelineOf('returns'), this.#pipelineOf('orders')])
    const run = runs.find(({ pipeline }) => pipeline === this.nameOf('orders'))
    if (success && run?.status === 'succeeded' && run.mode === 'incremental') return run
    throw new Error(`A run of the benchmark did not succeed: ${message}`)
  }

  #pipelineOf(stream: 'orders' | 'returns'): SyncContext {
    const context = this.#pipelines.find(({ id }) => id === this.nameOf(stream))
    if (context === undefined) throw new Error(`There is no pipeline ${this.nameOf(stream)}.`)
    return context
  }
}

async function connectShop(db: Firestore, { shop, grant }: AuthorizedShop, key: string): Promise<void> {
  await connectAccounts(
    {
      db,
      clock: systemClock,
      logger: { info() {}, warn() {}, error() {} },
      keys: () => sealingKeys(key, keySecret),
      randomBytes: (count) => new Uint8Array(randomBytes(count)),
    },
    {
      source: 'tiktokShop',
      owner: 'seller',
      pair: {
        accessToken: grant.accessToken,
        refreshToken: grant.refreshToken,
        accessExpiresAt: instantFromMs(grant.accessExpiresAtMs),
        refreshExpiresAt: instantFromMs(grant.refreshExpiresAtMs),
      },
      accounts: [{ account: shop.id, name: shop.name, region: shop.region, cipher: shop.cipher }],
    },
  )
}
