import fc from 'fast-check'
import { expect } from 'vitest'

import { readState } from '../../functions/src/cache/state.ts'
import { Timestamp } from '../../functions/src/lib/firestore/firestore.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import type { ChangePoint } from '../../functions/src/model/source.ts'
import { openAlerts } from '../harness/alerts.ts'
import { agreedRows, expectSameAsSource } from '../harness/consistency.ts'
import { Crash, dyingAt, fallingAsleepAt } from '../harness/crashes.ts'
import type { Faults } from '../harness/firestore.ts'
import { playHistories } from '../harness/histories.ts'
import { pipeline, Shop, type ShopOrder, type Worker } from '../harness/shop.ts'

/*
 * Random histories of a shop, of the processes that copy it and of its settings: invariants 1 to 8, 11 and 12 as one model.
 * The model is the collection that the settings name; what only a full run can see (deletions, restored orders with an old
 * time) is told apart.
 */

const lookbackMs = 300_000
const settings = { settings: { pageSize: 3, lookbackMs, deleteCapPercent: 100 } }

const orderId = fc.integer({ min: 0, max: 9 }).map((n) => `o${n}`)
const crash = fc.record({
  at: fc.integer({ min: 1, max: 8 }),
  side: fc.constantFrom('before' as const, 'after' as const),
})

/** What can happen, most likely things first. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('put' as const), id: orderId, total: fc.integer({ min: 1, max: 9 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('late' as const),
      id: orderId,
      ageMs: fc.integer({ min: 1, max: lookbackMs - 20_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), id: orderId }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), id: orderId }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restore' as const), id: orderId }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('sync' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('crash' as const), crash }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('race' as const), crash: fc.option(crash) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('zombie' as const), id: orderId, at: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('full' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('fullCrash' as const), crash }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('ahead' as const),
      id: orderId,
      aheadMs: fc.constantFrom(20_000, 19_800_000, 3e13),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('wrong' as const),
      collection: fc.constantFrom('ordres' as const, 'others' as const, 'customers' as const),
      maxDeletes: fc.constantFrom(null, 100),
      crash: fc.option(crash),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('swap' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 90_000, 400_000) }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** The number of orders dated in the future that an incremental run is sure to see: a page. */
const aheadLimit = settings.settings.pageSize
/** A full run that may delete all there is. */
const everything = 100

class History {
  readonly shop = new Shop(settings)
  /** Where the settings say that the orders are. */
  #collection: 'orders' | 'orders_v2' = 'orders'
  /** Orders whose present state no incremental run can find, in either collection. */
  readonly #hidden = new Set<string>()
  /** Orders that are dated in the future. */
  readonly #ahead = new Set<string>()
  #watermark: ChangePoint | null = null
  /** Whose watermark that is. */
  #identity: string | null = null

  async begin(): Promise<void> {
    const { shop } = this
    await shop.putMany(['o0', 'o1', 'o2', 'x0'], () => ({ totalAmount: 8 }), 'orders_v2')
    await shop.putMany(['o0', 'x1'], () => ({ totalAmount: 9 }), 'others')
    await shop.putMany(['c0', 'c1', 'o3'], () => ({ totalAmount: 'none' as never }), 'customers')
    await shop.putMany(['o0', 'o1', 'o2', 'o3', 'o4', 'o5'])
    await shop.fullRun()
  }

  async take(taken: Step): Promise<void> {
    const { shop } = this
    switch (taken.kind) {
      case 'put':
        return this.#put(taken.id, { totalAmount: taken.total })
      case 'late':
        return this.#put(taken.id, {
          totalAmount: 77,
          updatedAt: Timestamp.fromMillis(shop.now().toMillis() - taken.ageMs),
        })
      case 'move':
        return this.#put(taken.id, { timestamp: Timestamp.fromMillis(shop.now().toMillis() - 86_400_000) })
      case 'ahead':
        await this.#put(taken.id, {
          totalAmount: 66,
          updatedAt: Timestamp.fromMillis(shop.now().toMillis() + taken.aheadMs),
        })
        this.#ahead.add(taken.id)
        return
      case 'remove':
        await shop.remove(taken.id, this.#collection)
        this.#hidden.add(taken.id)
        this.#ahead.delete(taken.id)
        return
      case 'restore':
        await this.#put(taken.id, {
          totalAmount: 55,
          updatedAt: Timestamp.fromMillis(shop.now().toMillis() - 9_000_000),
        })
        this.#hidden.add(taken.id)
        return
      case 'sync':
        await this.#worker().sync()
        return
      case 'crash':
        await mayDie(this.#worker(dyingAt(taken.crash.at, taken.crash.side)).sync())
        return
      case 'race': {
        const other = this.#worker(taken.crash === null ? {} : dyingAt(taken.crash.at, taken.crash.side))
        await Promise.all([this.#worker().sync(), mayDie(other.sync())])
        return
      }
      case 'zombie':
        await this.#zombie(taken.id, taken.at)
        return
      case 'full':
        await shop.fullRun(this.#worker())
        return
      case 'fullCrash': {
        const worker = this.#worker(dyingAt(taken.crash.at, taken.crash.side))
        await mayDie(shop.fullRun(worker))
        return
      }
      case 'wrong': {
        const { collection, maxDeletes, crash: dies } = taken
        await this.#worker({}, collection).sync()
        const worker = this.#worker(dies === null ? {} : dyingAt(dies.at, dies.side), collection)
        await mayDie(shop.fullRun(worker, { maxDeletes }))
        // Whatever it reached is of that collection.
        this.#watermark = null
        return
      }
      case 'swap':
        this.#collection = this.#collection === 'orders' ? 'orders_v2' : 'orders'
        return
      case 'wait':
        shop.pass(taken.ms)
    }
  }

  #worker(faults: Faults = {}, collection: string = this.#collection): Worker {
    return this.shop.worker(faults, { ...settings, source: { collection } })
  }

  async #put(id: string, order: Partial<ShopOrder>): Promise<void> {
    await this.shop.put(id, order, this.#collection)
    this.#hidden.delete(id)
    this.#ahead.delete(id)
  }

  /** A process sleeps before a commit; its lease runs out, others copy another change; then it wakes up and goes on. */
  async #zombie(id: string, at: number): Promise<void> {
    const { shop } = this
    const faults = fallingAsleepAt(at)
    await this.#put(id, { totalAmount: 31 })
    await this.#put(`${id}z`, { totalAmount: 32 })
    const zombie = this.#worker(faults).sync()
    await Promise.race([faults.asleep, zombie])
    shop.pass(200_000)
    await this.#put(id, { totalAmount: 33 })
    await this.#worker().sync()
    faults.wake()
    await zombie
  }

  /** Invariant 2: the watermark of a source never moves back, and never passes the bound. */
  async checkWatermark(): Promise<void> {
    const { state } = await readState(this.shop.db, pipeline, new Meter())
    const watermark = state?.watermark ?? null
    if (state?.identity !== this.#identity) this.#watermark = null
    this.#identity = state?.identity ?? null
    if (this.#watermark !== null) expect(watermark !== null && watermark.at >= this.#watermark.at).toBe(true)
    if (watermark !== null && state?.bound != null) expect(watermark.at <= state.bound).toBe(true)
    this.#watermark = watermark
  }

  /**
   * After every lease has run out one call brings all that an incremental run can see, or starts the full run that is needed
   * first. Where that one stops itself, it says so.
   */
  async settle(): Promise<void> {
    const { shop } = this
    shop.pass(200_000)
    await this.#worker().sync()
    await shop.drain(this.#worker())
    const reports = await this.#worker().sync()
    if (reports.some(({ mode, status }) => mode === 'full' && status === 'failed')) {
      expect(Object.keys(await openAlerts(shop.db))).toEqual(expect.arrayContaining([expect.stringMatching(stops)]))
      await shop.fullRun(this.#worker(), { maxDeletes: everything })
    }
    const rows = new Map((await agreedRows(shop.db)).map((row) => [row.sourceId, row]))
    const orders = await shop.db.collection(this.#collection).get()
    const isUnseen = (id: string): boolean =>
      this.#hidden.has(id) || (this.#ahead.size > aheadLimit && this.#ahead.has(id))
    for (const order of orders.docs.filter(({ id }) => !isUnseen(id))) {
      expect(rows.get(order.id)?.total, `order ${order.id} was copied`).toBe(Number(order.get('totalAmount')) * 100)
    }
  }

  /** A full run that may delete what is gone leaves the cache exactly as the source, or says that there is nothing in it. */
  async finish(): Promise<void> {
    const { shop } = this
    await shop.fullRun(this.#worker(), { maxDeletes: everything })
    if ((await shop.db.collection(this.#collection).get()).empty) {
      expect(await openAlerts(shop.db)).toHaveProperty('empty-source')
      return
    }
    expect((await expectSameAsSource(shop.db, this.#collection)).identity).toBe(`(default)/${this.#collection}`)
  }
}

/** The alerts of a full run that stopped itself. */
const stops = /^(empty-source|unreadable-source|delete-cap)$/

async function mayDie(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof Crash)) throw error
  })
}

playHistories(
  {
    kind: 'any history of changes, crashes, races and repeats ends with the cache being exactly the source',
    all: 220,
    history: fc.array(step, { minLength: 4, maxLength: 14 }),
    timeoutMs: 600_000,
  },
  async (steps) => {
    const history = new History()
    await history.begin()
    for (const one of steps) {
      await history.take(one)
      await history.checkWatermark()
    }
    await history.settle()
    await history.finish()
  },
)
