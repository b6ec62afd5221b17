import { setTimeout as sleep } from 'node:timers/promises'

import { printLine } from '../../cli/commandLine.ts'
import type { Random } from '../samples/random.ts'
import { tradeRest, type Trades } from './trade.ts'

/** Trades are of one of so many of the newest orders: those that a page shows. */
const newestOrders = 5

/** A trade of an account. */
export interface Trade {
  /** Null where no order was placed or changed. */
  readonly orderId: string | null
  readonly isNew: boolean
}

/** The accounts of a vendor, as they go on trading. */
export interface Trading<One extends Trade> {
  readonly trade: (nowMs: number) => One
  /** Sends the webhooks of a trade; returns the HTTP statuses of their answers. */
  readonly tell: (trade: One) => Promise<readonly (number | null)[]>
}

/** Lets accounts trade every few seconds, and sends each trade's webhooks, until aborted; then throws the abort's reason. */
export async function goOnTrading<One extends Trade>(
  { trade, tell }: Trading<One>,
  random: Random,
  trades: Trades,
  aborted: AbortSignal,
): Promise<never> {
  for (;;) {
    await sleep(random.integer(...tradeRest), undefined, { signal: aborted }).catch(() => aborted.throwIfAborted())
    const traded = trade(Date.now())
    note(traded, trades)
    const refused = (await tell(traded)).find((status) => status !== 200)
    aborted.throwIfAborted()
    if (refused !== undefined)
      printLine(`A webhook was answered with ${refused}: the next scheduled run finds what it was to tell.`)
  }
}

function note({ orderId, isNew }: Trade, trades: Trades): void {
  if (orderId === null) return
  if (isNew) trades.placed.add(orderId)
  else if (!trades.placed.has(orderId)) trades.changed.add(orderId)
}

/** One of the newest of ids that stand in the order of time; null where there is none. */
export function pickNewest(random: Random, ids: readonly string[]): string | null {
  const newest = ids.slice(-newestOrders)
  return newest.length === 0 ? null : random.pick(newest)
}
