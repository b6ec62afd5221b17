import { setTimeout as sleep } from 'node:timers/promises'

import { randomFrom } from '../samples/random.ts'
import type { SampleShop } from './shop.ts'

/** The least and the longest rest between two trades, in milliseconds. */
export const tradeRest = [3_000, 6_000] as const
/** The share of trades that are new orders; the others move an order on. */
const newShare = 0.4

/** The trades of the shop since they were last told. */
export interface Trades {
  /** The ids of the new orders, and of those that were there before and have changed. */
  readonly placed: Set<string>
  readonly changed: Set<string>
}

/** Lets the shop trade, an order every few seconds, until aborted; then throws the abort's reason. */
export async function trade(shop: SampleShop, trades: Trades, aborted: AbortSignal): Promise<never> {
  const random = randomFrom(shop.size)
  for (;;) {
    await sleep(random.integer(...tradeRest), undefined, { signal: aborted }).catch(() => aborted.throwIfAborted())
    if (random.chance(newShare)) {
      for (const { id } of await shop.place(1)) trades.placed.add(id)
    } else {
      for (const { id } of await shop.change(1)) if (!trades.placed.has(id)) trades.changed.add(id)
    }
  }
}
