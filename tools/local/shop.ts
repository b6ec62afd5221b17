import { adminFirestore } from '../../cli/firebaseAdmin.ts'
import { localProject } from '../../cli/paths.ts'
import { changeOf, newOrder, sampleOrders, type SampleOrder, type ShopDocument } from '../samples/orders.ts'
import { randomFrom } from '../samples/random.ts'
import { coastalShop, type Shop } from '../samples/shops.ts'

/** The documents that one commit may hold. */
const commitDocuments = 400
const firstOrderNumber = 10_001

/** A shop that keeps its orders in Firestore, in the local project, and goes on trading. */
export interface SampleShop {
  readonly size: number
  /** The number of documents that the shop has written, the orders with which it opened included. */
  readonly writes: number
  /** Places new orders now. */
  place(count: number): Promise<readonly SampleOrder[]>
  /** Moves other orders on in their life now: those that are still under way first, newest first. */
  change(count: number): Promise<readonly SampleOrder[]>
}

/**
 * Opens the shop with `count` orders of the last two years: the same ones for the same seed and moment. `shop` tells where and in
 * which shape it keeps an order.
 */
export async function openShop(
  opening: { seed: number; count: number; now: number },
  { documentOf }: Shop = coastalShop,
): Promise<SampleShop> {
  const orders = [...sampleOrders(opening)]
  const random = randomFrom(opening.seed + 1)
  let writes = 0
  const write = async (written: readonly SampleOrder[]): Promise<void> => {
    await writeDocuments(written.map(documentOf))
    writes += written.length
  }
  await write(orders)
  return {
    get size() {
      return orders.length
    },
    get writes() {
      return writes
    },
    place: async (count) => {
      const placed = Array.from({ length: count }, (_, i) =>
        newOrder({ random, orderNumber: firstOrderNumber + orders.length + i, now: Date.now() }),
      )
      await write(placed)
      orders.push(...placed)
      return placed
    },
    change: async (count) => {
      const chosen = candidates(orders).slice(0, count * 5)
      const changed: SampleOrder[] = []
      while (changed.length < count && chosen.length > 0) {
        const index = random.integer(0, chosen.length - 1)
        const [at] = chosen.splice(index, 1)
        const order = at === undefined ? undefined : orders[at]
        if (at === undefined || order === undefined) break
        changed.push((orders[at] = changeOf(order, random, Date.now())))
      }
      await write(changed)
      return changed
    },
  }
}

/** The places of the orders that may change: those under way, newest first, then the rest. */
function candidates(orders: readonly SampleOrder[]): number[] {
  const ended = new Set(['COMPLETED', 'CANCELLED', 'REFUNDED'])
  const places = orders.map((_, place) => place).reverse()
  const isUnderWay = (place: number): boolean => !ended.has(orders[place]?.data.status ?? '')
  return [...places.filter(isUnderWay), ...places.filter((place) => !isUnderWay(place))]
}

async function writeDocuments(documents: readonly ShopDocument[]): Promise<void> {
  const db = adminFirestore(localProject)
  for (let from = 0; from < documents.length; from += commitDocuments) {
    const batch = db.batch()
    for (const { path, data } of documents.slice(from, from + commitDocuments)) batch.set(db.doc(path), data)
    await batch.commit()
  }
}
