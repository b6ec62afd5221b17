import { printLine } from '../../cli/commandLine.ts'
import type { FinishedRun } from '../../functions/src/contract/api.ts'
import { dollarsOf, formatDollars, priceNote } from '../../functions/src/contract/prices.ts'
import type { TidemarkClient } from './client.ts'
import { followFullRuns } from './fullRun.ts'
import { formatCounted, formatSeconds } from './report.ts'

/** Has everything copied for the first time, and tells what came of each pipeline. */
export async function syncFirst(
  client: Pick<TidemarkClient, 'syncOrders' | 'getSyncStatus'>,
  aborted: AbortSignal,
): Promise<void> {
  printLine('First sync: nothing has been copied yet, so syncOrders starts full runs.')
  for (const run of await followFullRuns(client, await client.syncOrders(), aborted)) printLine(`  ${lineOf(run)}`)
  printLine(`  Prices: ${priceNote}.\n`)
}

function lineOf({ pipeline, created, firestoreReads, firestoreWrites, durationMs }: FinishedRun): string {
  const bill = `${formatCounted(firestoreReads, 'read')} and ${formatCounted(firestoreWrites, 'write')}`
  const dollars = formatDollars(dollarsOf({ reads: firestoreReads, writes: firestoreWrites }))
  return `${pipeline}: ${formatCounted(created, 'record')} copied in ${formatSeconds(durationMs)}: ${bill}, about ${dollars}.`
}
