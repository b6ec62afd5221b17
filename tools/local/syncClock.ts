import { setTimeout as sleep } from 'node:timers/promises'

import { printLine } from '../../cli/commandLine.ts'
import type { TidemarkClient } from './client.ts'
import { nextTick } from './interval.ts'
import { namedRunLine } from './report.ts'
import type { Trades } from './trade.ts'

/** The runs that have their line: those of a call have it with its answer, and until then nobody else prints one. */
export interface PrintedRuns {
  readonly ids: Set<string>
  isCalling: boolean
}

/**
 * Calls `syncOrders` at every multiple of the interval, as Cloud Scheduler would, which the emulators lack; without one,
 * when the status says that the next run is due, so that an adaptive schedule is followed. Prints a line for each run,
 * with what the shop did meanwhile, and notes it in `printed`. A call that fails is printed, and the next one is made all the same. Ends by throwing
 * the abort's reason.
 */
export async function runClock(
  client: Pick<TidemarkClient, 'syncOrders' | 'getSyncStatus'>,
  everyMs: number | null,
  trades: Trades,
  printed: PrintedRuns,
  aborted: AbortSignal,
): Promise<never> {
  for (;;) {
    const next = everyMs === null ? await nextRun(client) : nextTick(Date.now(), everyMs)
    await sleep(next - Date.now(), undefined, { signal: aborted }).catch(() => aborted.throwIfAborted())
    const traded = `${trades.placed.size} new and ${trades.changed.size} changed in the shops`
    trades.placed.clear()
    trades.changed.clear()
    for (const line of await linesOfSync(client, printed, aborted)) {
      printLine(`${timeOf(Date.now())}  ${line}  (${traded})`)
    }
  }
}

/** The first run that the status says is due (epoch milliseconds); the next minute where there is no status. */
export async function nextRun(client: Pick<TidemarkClient, 'getSyncStatus'>): Promise<number> {
  try {
    const { pipelines } = await client.getSyncStatus()
    const next = Math.min(...pipelines.map(({ nextRunAt }) => Date.parse(nextRunAt)))
    if (Number.isFinite(next)) return next
  } catch {
    // The next one is asked again.
  }
  return nextTick(Date.now(), 60_000)
}

async function linesOfSync(
  client: Pick<TidemarkClient, 'syncOrders'>,
  printed: PrintedRuns,
  aborted: AbortSignal,
): Promise<string[]> {
  printed.isCalling = true
  try {
    const { runs } = await client.syncOrders()
    for (const { runId, status } of runs) if (status !== 'skipped') printed.ids.add(runId)
    return runs.map(namedRunLine)
  } catch (error) {
    aborted.throwIfAborted()
    return [`syncOrders failed: ${error instanceof Error ? error.message : String(error)}`]
  } finally {
    printed.isCalling = false
  }
}

/** The local time of day. */
export function timeOf(ms: number): string {
  return new Date(ms).toTimeString().slice(0, 8)
}
