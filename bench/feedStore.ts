import { formatCount } from '../tools/local/report.ts'
import { measureBusyShop } from './busy/busyShop.ts'
import { openingMs, VirtualClock } from './lab/clock.ts'
import { connect, freshProject } from './lab/databases.ts'
import type { Progress } from './lab/progress.ts'
import { BenchShop } from './lab/shop.ts'
import type { Plan } from './plan.ts'
import { runFeedDay } from './reads/feedDay.ts'
import type { BusyStretch } from './results.ts'
import { Deployment } from './tidemark/deployment.ts'
import { defaultConfig, openTidemark } from './tidemark/instance.ts'

/** A shop's store on the emulator, copied by Tidemark as it is by default, and what can be measured on it, in this order. */
export class FeedStore {
  readonly #projectId: string
  readonly #shop: BenchShop
  readonly #clock = new VirtualClock()
  readonly #step: (name: string) => ReturnType<Progress['step']>

  private constructor(projectId: string, shop: BenchShop, step: (name: string) => ReturnType<Progress['step']>) {
    this.#projectId = projectId
    this.#shop = shop
    this.#step = step
  }

  static async open(orders: number, progress: Progress): Promise<FeedStore> {
    const step = (name: string) => progress.step(`${formatCount(orders)} orders, change feed: ${name}`)
    const projectId = freshProject()
    const client = connect(projectId)
    const written = step("the shop's own documents")
    const shop = await BenchShop.open(client, orders, (done) => written(done, orders))
    step('full run')
    await openTidemark(client, new VirtualClock(openingMs, 'copying'), defaultConfig).copyEverything()
    return new FeedStore(projectId, shop, step)
  }

  day(share: number): ReturnType<typeof runFeedDay> {
    return runFeedDay(this.#projectId, this.#shop, this.#clock, share, this.#step('a day, events'))
  }

  async busyShop(lists: Plan['busyShop']): Promise<BusyStretch[]> {
    const client = connect(this.#projectId)
    const [shop, clock] = [this.#shop, this.#clock]
    const deployment = new Deployment(client, shop, clock)
    try {
      return await measureBusyShop({ deployment, shop, clock }, lists, (name) => void this.#step(name))
    } finally {
      await client.terminate()
    }
  }
}
