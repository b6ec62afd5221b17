import type { Order } from '../../../../functions/src/contract/order.ts'
import type { SampledDocument } from '../../../../cli/inspect/sampled.ts'
import { Firestore } from '../../../../functions/src/lib/firestore/firestore.ts'
import { instantFromMs, isoOf } from '../../../../functions/src/lib/instant.ts'
import type { ItemInShort } from '../../../harness/templateValues.ts'

/** The fields that a read order must have; those that are left out may be anything. */
export interface WantedOrder extends Partial<
  Pick<
    Order,
    | 'orderNumber'
    | 'status'
    | 'sourceStatus'
    | 'currency'
    | 'total'
    | 'subtotal'
    | 'shipping'
    | 'createdAt'
    | 'updatedAt'
    | 'customer'
    | 'shippingAddress'
    | 'itemCount'
  >
> {
  readonly items?: readonly ItemInShort[]
}

interface ShopOrder {
  readonly id: string
  readonly data: Record<string, unknown>
  /** The time at which Firestore saw the order, in milliseconds; the shop's own clock may show another. */
  readonly createMs: number
  readonly want: WantedOrder
}

/** A shop's documents as a public template writes them, and the questions that must be asked about them. */
export interface ShopShape {
  readonly about: string
  readonly collection: string
  readonly orderOf: (n: number) => ShopOrder
  /** The questions that documents leave open, and what somebody who knows the shop answers. */
  readonly answers: Readonly<Record<string, string>>
}

export const db = new Firestore({ projectId: 'demo-shapes' })
const startMs = Date.UTC(2026, 2, 1, 8)
export const hourMs = 3_600_000

/** A time of the `n`th order, with odd minutes, seconds and milliseconds. */
export const timeOf = (n: number): number => startMs + n * 53 * hourMs + n * 61_037
export const iso = (ms: number): string => isoOf(instantFromMs(ms))

/** The values of a list in turn. */
export function pick<T>(list: readonly T[], n: number): T {
  return list[n % list.length] as T // No list here is empty.
}

/** The `n`th order, which Firestore sees 700 ms after the shop's clock was read. */
export function order(n: number, data: Record<string, unknown>, want: WantedOrder, id = `o${n}`): ShopOrder {
  return { id, data, createMs: timeOf(n) + 700, want }
}

/** An amount of the `n`th order, in minor units. */
export const cents = (n: number): number => 250 + ((n * 137) % 4_000)

/** `count` documents of a shop as a sample has them, with what each has to be read as. */
export function sampleOf(
  { collection, orderOf }: ShopShape,
  count: number,
): { documents: SampledDocument[]; wanted: WantedOrder[] } {
  const orders = Array.from({ length: count }, (_, n) => orderOf(n))
  return {
    documents: orders.map(({ id, data, createMs }) => ({
      path: id.includes('/') ? id : `${collection}/${id}`,
      data,
      createTime: instantFromMs(createMs),
      updateTime: instantFromMs(createMs + hourMs),
    })),
    wanted: orders.map(({ want }) => want),
  }
}
