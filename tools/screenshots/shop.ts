import { withFunctionTriggersDisabled } from '@firebase/rules-unit-testing'

import { adminFirestore } from '../../cli/firebaseAdmin.ts'
import { localProject } from '../../cli/paths.ts'
import { FieldValue } from '../../functions/src/lib/firestore/firestore.ts'
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
export async function openPicturedShop(say: (line: string) => void, aborted: AbortSignal): Promise<TidemarkClient> {
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

/** Orders that nobody can read or whose status means nothing: so many of each. */
const neglected: readonly (readonly [count: number, wrong: Readonly<Record<string, unknown>>])[] = [
  [289, { totalAmount: FieldValue.delete() }],
  [51, { currency: 'US Dollar' }],
  [7, { timestamp: 'last Tuesday' }],
  [34, { status: 'AWAITING PICKUP' }],
  [5, { status: 'WITH COURIER' }],
]

/** Leaves some orders of the pictured shop with what an admin has to look at, and returns when all of it is told. */
export async function neglectShop(
  client: Pick<TidemarkClient, 'startSync' | 'getSyncStatus'>,
  say: (line: string) => void,
  aborted: AbortSignal,
): Promise<void> {
  say('Leaving orders that need a look ...')
  const orders = adminFirestore(localProject).collection('orders')
  const total = neglected.reduce((sum, [of]) => sum + of, 0)
  // From the middle of the shop's life: the first page stays as it is.
  const { docs } = await orders
    .orderBy('timestamp')
    .offset(count / 2)
    .limit(total)
    .get()
  const wrongs = neglected.flatMap(([of, wrong]) => Array.from({ length: of }, () => wrong))
  const batch = orders.firestore.batch()
  for (const [i, { ref }] of docs.entries()) batch.update(ref, wrongs[i] ?? {})
  // Only a full run counts a quarantine that is so large.
  await withFunctionTriggersDisabled(() => batch.commit())
  await followFullRun(client, await client.startSync('full'), aborted, process.stderr)
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
