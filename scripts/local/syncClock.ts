import { setTimeout as sleep } from 'node:timers/promises'

import { printLine } from '../commandLine.ts'
import type { TidemarkClient } from './client.ts'
import { nextTick } from './interval.ts'
import { formatCounted, runLine } from './report.ts'
import type { Trades } from './trade.ts'

/**
 * Calls `syncOrders` at every multiple of the interval, as Cloud Scheduler would, which the emulators lack; prints a line
 * for each run. A call that fails is printed, and the next one is made all the same. Ends by throwing the abort's reason.
 */
export async function runClock(
  client: Pick<TidemarkClient, 'syncOrders'>,
  everyMs: number,
  trades: Trades,
  aborted: AbortSignal,
): Promise<never> {
  for (;;) {
    const next = nextTick(Date.now(), everyMs)
    printLine(`The next sync is at ${timeOf(next)}. Ctrl-C stops everything.`)
    await sleep(next - Date.now(), undefined, { signal: aborted }).catch(() => aborted.throwIfAborted())
    const { placed, changed } = trades
    Object.assign(trades, { placed: 0, changed: 0 })
    printLine(
      `${timeOf(Date.now())}  the shop since the last sync: ${formatCounted(placed, 'new order')}, ${changed} changed`,
    )
    for (const line of await linesOfSync(client, aborted)) printLine(`          ${line}`)
  }
}

async function linesOfSync(client: Pick<TidemarkClient, 'syncOrders'>, aborted: AbortSignal): Promise<string[]> {
  try {
    const { runs, totalOrders } = await client.syncOrders()
    return [...runs.map(runLine), `${formatCounted(totalOrders, 'order')} in the cache`]
  } catch (error) {
    aborted.throwIfAborted()
    return [`syncOrders failed: ${error instanceof Error ? error.message : String(error)}`]
  }
}

function timeOf(ms: number): string {
  return new Date(ms).toTimeString().slice(0, 8)
}
