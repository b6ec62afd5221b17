import { withFunctionTriggersDisabled } from '@firebase/rules-unit-testing'

import { createLocalAdmin } from '../local/admin.ts'
import { signInAsAdmin, type TidemarkClient } from '../local/client.ts'
import { followFullRun } from '../local/fullRun.ts'
import { untilQuiet } from '../local/quiet.ts'
import { formatCount } from '../local/report.ts'
import { openShop, type SampleShop } from '../local/shop.ts'

/** One whose newest orders are of people whose names most machines have the letters for. */
const seed = 14
const count = 12_000
const dayMs = 86_400_000
/** When the shop opens, after the beginning of a UTC day. */
const openingMs = 18 * 3_600_000

/** What the shop does after the first sync: so many new and so many changed orders each time, and a run copies them. */
const trades = [
  [1, 2],
  [0, 6],
  [1, 1],
  [1, 9],
  [0, 3],
  [1, 4],
] as const

/**
 * Fills the empty local stack with a shop of two years, its admin, and a history of runs; returns when nothing is under way any
 * more. Orders, customers and amounts are the same ones always; times count from the last evening, durations are the machine's.
 */
export async function openPicturedShop(
  say: (line: string) => void,
  aborted: AbortSignal,
): Promise<Pick<TidemarkClient, 'listOrders' | 'close'>> {
  await createLocalAdmin()
  const now = lastEvening(Date.now())
  say(`Placing ${formatCount(count)} sample orders ...`)
  // Thousands of reports would come for minutes, of orders that the first run copies anyway.
  const shop = await withFunctionTriggersDisabled(() => openShop({ seed, count, now }))
  const client = await signInAsAdmin(aborted)
  say('First sync ...')
  await followFullRun(client, await client.syncOrders(), aborted, process.stderr)
  await tradeOn(shop, say, aborted)
  return client
}

async function tradeOn(shop: SampleShop, say: (line: string) => void, aborted: AbortSignal): Promise<void> {
  // The triggers have not heard of the orders with which the shop opened.
  const unheard = shop.writes
  for (const [i, [placed, changed]] of trades.entries()) {
    say(`Trade and sync ${i + 1} of ${trades.length} ...`)
    await shop.place(placed)
    await shop.change(changed)
    await untilQuiet(shop.writes - unheard, aborted)
  }
}

/** How many orders an hour has follows the time of day: the same orders come only from the same one. */
function lastEvening(now: number): number {
  return Math.floor((now - openingMs) / dayMs) * dayMs + openingMs
}
