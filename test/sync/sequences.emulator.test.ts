import fc from 'fast-check'
import { expect } from 'vitest'

import { readState } from '../../functions/src/cache/state.ts'
import { Timestamp } from '../../functions/src/lib/firestore.ts'
import { Meter } from '../../functions/src/lib/meter.ts'
import type { ChangePoint } from '../../functions/src/model/source.ts'
import { Crash, dyingAt, fallingAsleepAt } from '../harness/crashes.ts'
import { agreedRows, expectSameAsSource } from '../harness/consistency.ts'
import { playHistories } from '../harness/histories.ts'
import { pipeline, Shop, type Worker } from '../harness/shop.ts'

/*
 * Random histories of a shop and of the processes that copy it: invariants 1 to 8 and 11 as one model. The model is the
 * shop's own collection; what only a full run can see (deletions, restored orders with an old time) is told apart.
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
    arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 90_000, 400_000) }),
  },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

class History {
  readonly shop = new Shop(settings)
  /** Orders whose present state no incremental run can find. */
  readonly hidden = new Set<string>()
  #watermark: ChangePoint | null = null

  async take(taken: Step): Promise<void> {
    const { shop } = this
    switch (taken.kind) {
      case 'put':
        await shop.put(taken.id, { totalAmount: taken.total })
        this.hidden.delete(taken.id)
        return
      case 'late':
        await shop.put(taken.id, {
          totalAmount: 77,
          updatedAt: Timestamp.fromMillis(shop.now().toMillis() - taken.ageMs),
        })
        this.hidden.delete(taken.id)
        return
      case 'move':
        await shop.put(taken.id, { timestamp: Timestamp.fromMillis(shop.now().toMillis() - 86_400_000) })
        this.hidden.delete(taken.id)
        return
      case 'remove':
        await shop.remove(taken.id)
        this.hidden.add(taken.id)
        return
      case 'restore':
        await shop.put(taken.id, {
          totalAmount: 55,
          updatedAt: Timestamp.fromMillis(shop.now().toMillis() - 9_000_000),
        })
        this.hidden.add(taken.id)
        return
      case 'sync':
        await shop.worker().sync()
        return
      case 'crash':
        await mayDie(shop.worker(dyingAt(taken.crash.at, taken.crash.side)).sync())
        return
      case 'race': {
        const other = taken.crash === null ? shop.worker() : shop.worker(dyingAt(taken.crash.at, taken.crash.side))
        await Promise.all([shop.worker().sync(), mayDie(other.sync())])
        return
      }
      case 'zombie':
        await this.#zombie(taken.id, taken.at)
        return
      case 'full':
        await shop.fullRun()
        return
      case 'fullCrash': {
        const worker: Worker = shop.worker(dyingAt(taken.crash.at, taken.crash.side))
        await mayDie(shop.fullRun(worker))
        return
      }
      case 'wait':
        shop.pass(taken.ms)
    }
  }

  /** A process sleeps before a commit; its lease runs out, others copy another change; then it wakes up and goes on. */
  async #zombie(id: string, at: number): Promise<void> {
    const { shop } = this
    const faults = fallingAsleepAt(at)
    await shop.put(id, { totalAmount: 31 })
    await shop.put(`${id}z`, { totalAmount: 32 })
    this.hidden.delete(id)
    const zombie = shop.worker(faults).sync()
    await Promise.race([faults.asleep, zombie])
    shop.pass(200_000)
    await shop.put(id, { totalAmount: 33 })
    await shop.worker().sync()
    faults.wake()
    await zombie
  }

  /** Invariant 2: the watermark never moves back, and never passes the bound. */
  async checkWatermark(): Promise<void> {
    const { state } = await readState(this.shop.db, pipeline, new Meter())
    const watermark = state?.watermark ?? null
    if (this.#watermark !== null) expect(watermark !== null && watermark.at >= this.#watermark.at).toBe(true)
    if (watermark !== null && state?.bound != null) expect(watermark.at <= state.bound).toBe(true)
    this.#watermark = watermark
  }

  /** After every lease has run out one call brings all that an incremental run can see. */
  async settle(): Promise<void> {
    this.shop.pass(200_000)
    await this.shop.worker().sync()
    await this.shop.drain()
    await this.shop.worker().sync()
    const rows = new Map((await agreedRows(this.shop.db)).map((row) => [row.sourceId, row]))
    const orders = await this.shop.db.collection('orders').get()
    for (const order of orders.docs.filter(({ id }) => !this.hidden.has(id))) {
      expect(rows.get(order.id)?.total, `order ${order.id} was copied`).toBe(Number(order.get('totalAmount')) * 100)
    }
  }
}

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
    await history.shop.putMany(['o0', 'o1', 'o2', 'o3', 'o4', 'o5'])
    await history.shop.fullRun()
    for (const one of steps) {
      await history.take(one)
      await history.checkWatermark()
    }
    await history.settle()
    await history.shop.fullRun()
    await expectSameAsSource(history.shop.db)
  },
)
