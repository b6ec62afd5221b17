import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { changeOf, newOrder, sampleOrders, type SampleOrder } from '../../tools/samples/orders.ts'
import { randomFrom, type Random } from '../../tools/samples/random.ts'
import { openingMs } from './clock.ts'
import { writeInLots } from './writing.ts'

const seed = 3
const ordersPerCommit = 400
const firstOrderNumber = 10_001
/** The shop remembers so many of its newest orders: only those change. */
const remembered = 8_000
const ended = new Set(['COMPLETED', 'CANCELLED', 'REFUNDED'])
/** An order that is under way and changes is one of so many newest. */
const changing = 1_000

/** A shop whose orders lie in the collection `orders` of a database of its own, and that trades at the times it is told. */
export class BenchShop {
  readonly #db: Firestore
  readonly #random: Random = randomFrom(seed + 1)
  readonly #newest: SampleOrder[] = []
  #size = 0

  private constructor(db: Firestore) {
    this.#db = db
  }

  /** Opens a shop with `count` orders of the two years before the opening: the same ones on every machine. */
  static async open(db: Firestore, count: number, onProgress: (done: number) => void): Promise<BenchShop> {
    const shop = new BenchShop(db)
    await writeInLots(db, shop.#remembering(sampleOrdersOf(count), onProgress), ordersPerCommit, (batch, order) =>
      batch.set(db.collection('orders').doc(order.id), order.data),
    )
    return shop
  }

  *#remembering(orders: Iterable<SampleOrder>, onProgress: (done: number) => void): Generator<SampleOrder> {
    for (const order of orders) {
      this.#remember(order)
      if (this.#size % 1_000 === 0) onProgress(this.#size)
      yield order
    }
  }

  #remember(order: SampleOrder): void {
    this.#size += 1
    this.#newest.push(order)
    if (this.#newest.length > 2 * remembered) this.#newest.splice(0, this.#newest.length - remembered)
  }

  /** Orders by number, newest first: what an admin may look for. */
  newest(count: number): readonly SampleOrder[] {
    return this.#newest.slice(-count).reverse()
  }

  place(at: number): SampleOrder {
    const order = newOrder({ random: this.#random, orderNumber: firstOrderNumber + this.#size, now: at })
    this.#remember(order)
    return order
  }

  /** Moves `count` different orders on in their life, those under way first; each change has a time of `times`. */
  change(times: readonly number[]): SampleOrder[] {
    const underWay = this.#newest.flatMap(({ data }, place) => (ended.has(data.status) ? [] : [place])).slice(-changing)
    const first = new Set(underWay)
    const others = [...this.#newest.keys()].filter((place) => !first.has(place)).reverse()
    const places = underWay.length >= times.length ? underWay : [...underWay, ...others].slice(0, times.length)
    if (places.length < times.length) throw new RangeError(`The shop remembers fewer than ${times.length} orders.`)
    return times.flatMap((at) => {
      const [place = -1] = places.splice(this.#random.integer(0, places.length - 1), 1)
      const order = this.#newest[place]
      return order === undefined ? [] : [(this.#newest[place] = changeOf(order, this.#random, at))]
    })
  }

  async remove({ id }: SampleOrder): Promise<void> {
    const place = this.#newest.findIndex((order) => order.id === id)
    if (place >= 0) this.#newest.splice(place, 1)
    await this.#db.collection('orders').doc(id).delete()
  }

  async write(orders: readonly SampleOrder[]): Promise<void> {
    await writeInLots(this.#db, orders, ordersPerCommit, (batch, { id, data }) =>
      batch.set(this.#db.collection('orders').doc(id), data),
    )
  }
}

/** The first `count` orders of the benchmark's shop, oldest first, as it opens at `now` (epoch milliseconds). */
export function sampleOrdersOf(count: number, now = openingMs): Generator<SampleOrder> {
  return sampleOrders({ seed, count, now })
}
