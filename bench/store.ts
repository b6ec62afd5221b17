import { formatCount } from '../tools/local/report.ts'
import { VirtualClock } from './lab/clock.ts'
import { connect, freshProject } from './lab/databases.ts'
import type { Progress } from './lab/progress.ts'
import { BenchShop } from './lab/shop.ts'
import { measureLatency } from './latency/latency.ts'
import type { Plan, StorePlan } from './plan.ts'
import { runScenario } from './reads/scenario.ts'
import { lookForChanges } from './reads/sight.ts'
import type { LatencyResult, SharedDay, SightResult, SyncResult } from './results.ts'
import { copyBy, type FullCopy } from './sync/fullCopy.ts'
import { measureIncremental } from './sync/incremental.ts'
import { openTidemark } from './tidemark/instance.ts'

const quarterMs = 900_000

/** A shop's store on the emulator, copied by Tidemark without its change feed, and what can be measured on it, in this order. */
export class BenchStore {
  readonly copy: FullCopy
  readonly #plan: StorePlan
  readonly #projectId: string
  readonly #shop: BenchShop
  readonly #clock: VirtualClock
  readonly #step: (name: string) => ReturnType<Progress['step']>

  private constructor(
    plan: StorePlan,
    opened: { projectId: string; shop: BenchShop; clock: VirtualClock; copy: FullCopy },
    step: (name: string) => ReturnType<Progress['step']>,
  ) {
    this.#plan = plan
    this.#projectId = opened.projectId
    this.#shop = opened.shop
    this.#clock = opened.clock
    this.copy = opened.copy
    this.#step = step
  }

  static async open(plan: StorePlan, progress: Progress): Promise<BenchStore> {
    const { orders } = plan
    const step = (name: string) => progress.step(`${formatCount(orders)} orders: ${name}`)
    const projectId = freshProject()
    const clock = new VirtualClock()
    const written = step("the shop's own documents")
    const shop = await BenchShop.open(connect(projectId), orders, (done) => written(done, orders))
    step('full run')
    const copy = await copyBy('tidemark', projectId, orders)
    return new BenchStore(plan, { projectId, shop, clock, copy }, step)
  }

  scenario(): Promise<SharedDay> {
    const events = this.#step('a day of sessions, trade and syncs, events')
    return runScenario(this.#projectId, this.#shop, this.#clock, this.#plan.scenario, events)
  }

  sight(): Promise<SightResult> {
    this.#step('who sees what')
    return lookForChanges(this.#projectId, this.#shop, this.#clock)
  }

  incremental({ changes, runs }: Plan['incremental']): Promise<SyncResult['incremental']> {
    this.#step('incremental runs')
    return measureIncremental(this.#projectId, this.#shop, this.#clock, changes, runs)
  }

  async latency(): Promise<LatencyResult> {
    // Everybody has to see the same orders.
    this.#clock.pass(quarterMs)
    const db = connect(this.#projectId)
    await openTidemark(db, this.#clock).sync()
    await db.terminate()
    return measureLatency(this.#projectId, this.#plan.latency, (who) => void this.#step(`latency of ${who}`))
  }
}
