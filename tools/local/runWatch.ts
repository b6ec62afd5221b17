import { setTimeout as sleep } from 'node:timers/promises'

import { printLine } from '../../cli/commandLine.ts'
import type { TidemarkClient } from './client.ts'
import { namedRunLine } from './report.ts'
import { timeOf, type PrintedRuns } from './syncClock.ts'

const pollMs = 2_000

/**
 * Prints a line for each run that nobody here called for: changes in the shops ask for them. `printed` are the runs
 * that have their line. Ends by throwing the abort's reason.
 */
export async function watchRuns(
  client: Pick<TidemarkClient, 'getSyncStatus'>,
  printed: PrintedRuns,
  aborted: AbortSignal,
): Promise<never> {
  for (;;) {
    await sleep(pollMs, undefined, { signal: aborted }).catch(() => aborted.throwIfAborted())
    const status = await client.getSyncStatus().catch(() => null)
    if (printed.isCalling) continue
    for (const { lastRun } of status?.pipelines ?? []) {
      if (lastRun === null || lastRun.mode === 'full' || printed.ids.has(lastRun.runId)) continue
      printed.ids.add(lastRun.runId)
      printLine(`${timeOf(Date.parse(lastRun.endedAt))}  ${namedRunLine(lastRun)}  (asked for by a change)`)
    }
  }
}
