import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { connect, freshProject } from '../lab/databases.ts'
import type { Lab } from '../lab/lab.ts'
import { recentLoad, timed } from '../lab/timing.ts'
import { ShopCopier } from '../tidemark/shopCopier.ts'
import { checkCache } from './checkCache.ts'
import type { SourcesPlan } from './plan.ts'
import type { ShopCopy, SourcesResults } from './results.ts'
import { Vendor } from './vendor.ts'

/** A shop at the vendor, and Tidemark with an empty database that it is copied to. */
export class ShopLab {
  readonly vendor: Vendor
  readonly #db: Firestore
  readonly #copier: ShopCopier

  private constructor(vendor: Vendor, db: Firestore, copier: ShopCopier) {
    this.vendor = vendor
    this.#db = db
    this.#copier = copier
  }

  /** Works with a new shop beside a new emulator, and closes both. */
  static async with<T>(lab: Lab, plan: SourcesPlan, work: (shop: ShopLab) => Promise<T>): Promise<T> {
    return lab.withEmulator(async () => {
      const vendor = await Vendor.open(plan.most, plan.latencyMs)
      const db = connect(freshProject())
      try {
        return await work(new ShopLab(vendor, db, await ShopCopier.connect(db, vendor.opening)))
      } finally {
        await db.terminate()
        await vendor.close()
      }
    })
  }

  /** Copies the returns, which say what was refunded. */
  async copyReturns(): Promise<SourcesResults['returns']> {
    const { ms } = await timed(() => this.#copier.copy('returns'))
    const { returns } = await this.vendor.ask({ kind: 'calls' })
    return { records: this.vendor.opening.shop.returns, calls: returns.all, ms }
  }

  /** Copies every order, while a share of the calls fails, and then looks what is in the cache. */
  async copyOrders(failing: number): Promise<ShopCopy> {
    await this.vendor.ask({ kind: 'fail', share: failing })
    const { ms, value } = await timed(() => this.#copier.copy('orders'))
    const load = recentLoad()
    await this.vendor.ask({ kind: 'fail', share: 0 })
    const { orders: calls, mostAtOnce } = await this.vendor.ask({ kind: 'calls' })
    const states = await this.vendor.ask({ kind: 'states' })
    const { fetched, created, deleted } = value.run
    const cache = await checkCache(this.#db, this.#copier.nameOf('orders'), states)
    return { failing, ms, load, calls, mostAtOnce, fetched, created, deleted, failedTasks: value.failedTasks, cache }
  }

  /** The scheduler's run after so many orders have moved on. */
  async sync(changed: number): Promise<SourcesResults['incremental']> {
    await this.vendor.ask({ kind: 'trade', orders: changed })
    const { ms, value } = await timed(() => this.#copier.sync())
    const { orders } = await this.vendor.ask({ kind: 'calls' })
    return { changed, updated: value.updated, calls: orders.all, ms }
  }
}
