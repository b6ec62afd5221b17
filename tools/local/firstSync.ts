import { printLine } from '../../cli/commandLine.ts'
import type { RunReport } from '../../functions/src/contract/api.ts'
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
  const answer = await client.syncOrders()
  const refused = answer.runs.filter(({ status }) => status === 'failed')
  for (const run of [...refused, ...(await followFullRuns(client, answer, aborted))]) printLine(`  ${lineOf(run)}`)
  printLine(`  Prices: ${priceNote}.\n`)
}

/** A pipeline that could not be copied is told, and the others go on: an account of the shop's own may not be connected yet. */
function lineOf(run: RunReport): string {
  const { pipeline, status, error, created, firestoreReads, firestoreWrites, durationMs } = run
  if (status !== 'succeeded') return `${pipeline}: FAILED: ${error ?? 'it gave no reason'}`
  const bill = `${formatCounted(firestoreReads, 'read')} and ${formatCounted(firestoreWrites, 'write')}`
  const dollars = formatDollars(dollarsOf({ reads: firestoreReads, writes: firestoreWrites }))
  return `${pipeline}: ${formatCounted(created, 'record')} copied in ${formatSeconds(durationMs)}: ${bill}, about ${dollars}.`
}
