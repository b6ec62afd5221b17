import { printLine } from '../../cli/commandLine.ts'
import type { RunReport, StartedRun } from '../../functions/src/contract/sync.ts'
import { dollarsOf, formatDollars, priceNote } from '../../functions/src/contract/prices.ts'
import type { TidemarkClient } from './client.ts'
import { followFullRuns } from './fullRun.ts'
import { formatCounted, formatSeconds } from './report.ts'

type Client = Pick<TidemarkClient, 'syncOrders' | 'startSync' | 'getSyncStatus'>

/** Has everything copied for the first time, and tells what came of each pipeline. */
export async function syncFirst(client: Client, aborted: AbortSignal): Promise<void> {
  printLine('First sync: nothing has been copied yet, so syncOrders starts full runs.')
  for await (const run of firstRuns(client, aborted)) printLine(`  ${lineOf(run)}`)
  printLine(`  Prices: ${priceNote}.\n`)
}

/**
 * Yields the report of each pipeline's first full run. Pipelines that are computed from others are skipped until those were copied:
 * they follow behind them, by themselves or because they are started here.
 */
export async function* firstRuns(
  client: Client,
  aborted: AbortSignal,
  out: NodeJS.WriteStream = process.stdout,
): AsyncGenerator<RunReport> {
  const told = new Set<string>()
  let runs: readonly (RunReport | StartedRun)[] = (await client.syncOrders()).runs
  while (runs.some(({ status }) => status !== 'skipped')) {
    const ended = [...runs.filter(isEnded), ...(await followFullRuns(client, { runs }, aborted, out))]
    for (const { pipeline } of ended) told.add(pipeline)
    yield* ended
    runs = await runsOfOthers(client, told)
  }
}

/** The runs of the pipelines that were not told yet: the first full run where it has ended, else what a start of one answers. */
async function runsOfOthers(client: Client, told: ReadonlySet<string>): Promise<readonly (RunReport | StartedRun)[]> {
  const { pipelines } = await client.getSyncStatus()
  const others = pipelines.filter(({ pipeline }) => !told.has(pipeline))
  const runs = others.map(async ({ pipeline, lastFullRun }) =>
    lastFullRun === null ? (await client.startSync('incremental', pipeline)).runs : [lastFullRun],
  )
  return (await Promise.all(runs)).flat()
}

/** Tells whether a run says what came of its pipeline. An incremental one that succeeds came behind a full run, which the status has. */
function isEnded(run: RunReport | StartedRun): run is RunReport {
  return run.status === 'failed' || (run.status === 'succeeded' && run.mode === 'full')
}

/** A pipeline that could not be copied is told, and the others go on: an account of the shop's own may not be connected yet. */
function lineOf(run: RunReport): string {
  const { pipeline, status, error, created, firestoreReads, firestoreWrites, durationMs } = run
  if (status !== 'succeeded') return `${pipeline}: FAILED: ${error ?? 'it gave no reason'}`
  const bill = `${formatCounted(firestoreReads, 'read')} and ${formatCounted(firestoreWrites, 'write')}`
  const dollars = formatDollars(dollarsOf({ reads: firestoreReads, writes: firestoreWrites }))
  return `${pipeline}: ${formatCounted(created, 'record')} copied in ${formatSeconds(durationMs)}: ${bill}, about ${dollars}.`
}
