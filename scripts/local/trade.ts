import { setTimeout as sleep } from 'node:timers/promises'

import { randomFrom } from '../samples/random.ts'
import type { SampleShop } from './shop.ts'

/** How long the shop rests between two trades. */
const restMs = [3_000, 6_000] as const
/** The share of trades that are new orders; the others move an order on. */
const newShare = 0.4

/** What the shop did since somebody last looked and set it back to zero. */
export interface Trades {
  placed: number
  changed: number
}

/** Lets the shop trade, an order every few seconds, until aborted; then throws the abort's reason. */
export async function trade(shop: SampleShop, trades: Trades, aborted: AbortSignal): Promise<never> {
  const random = randomFrom(shop.size)
  for (;;) {
    await sleep(random.integer(...restMs), undefined, { signal: aborted }).catch(() => aborted.throwIfAborted())
    if (random.chance(newShare)) trades.placed += (await shop.place(1)).length
    else trades.changed += (await shop.change(1)).length
  }
}
