import { Writable } from 'node:stream'

import { expect, it } from 'vitest'

import type {
  RunReport,
  StartedRun,
  SyncOrdersResponse,
  SyncStatusResponse,
} from '../../../functions/src/contract/sync.ts'
import { firstRuns } from '../../../tools/local/firstSync.ts'

const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() }) as NodeJS.WriteStream // It is only written to.
const { signal } = new AbortController()

const runOf = (pipeline: string, status: RunReport['status']) =>
  ({ pipeline, runId: `run-${pipeline}`, mode: 'full', status, fetched: 1 }) as RunReport // As far as it is read.

/** A deployment whose full runs end at once; pipelines that `needs` names are skipped until those that they need were copied. */
function deployment(
  pipelines: readonly string[],
  needs: Readonly<Record<string, readonly string[]>>,
  failing: readonly string[] = [],
) {
  const ended = new Map<string, RunReport>()
  const start = (pipeline: string): RunReport => {
    if (failing.includes(pipeline)) return runOf(pipeline, 'failed')
    const isTooEarly = needs[pipeline]?.some((one) => !ended.has(one)) ?? false
    return runOf(pipeline, isTooEarly ? 'skipped' : 'running')
  }
  const begin = (names: readonly string[]): RunReport[] => {
    const runs = names.map(start)
    for (const run of runs) if (run.status === 'running') ended.set(run.pipeline, { ...run, status: 'succeeded' })
    return runs
  }
  return {
    syncOrders: async () => ({ runs: begin(pipelines) }) as unknown as SyncOrdersResponse, // As far as it is read.
    startSync: async (_mode: string, pipeline = '') => ({
      runs: begin([pipeline]) as readonly (RunReport | StartedRun)[],
    }),
    getSyncStatus: async () => {
      const all = pipelines.map((pipeline) => ({ pipeline, lastFullRun: ended.get(pipeline) ?? null, running: null }))
      return { pipelines: all } as unknown as SyncStatusResponse // As above.
    },
  }
}

async function told(client: ReturnType<typeof deployment>): Promise<string[]> {
  const lines: string[] = []
  for await (const { pipeline, status } of firstRuns(client, signal, nowhere)) lines.push(`${pipeline} ${status}`)
  return lines
}

it('follows the pipelines that are computed from others behind these, each told once', async () => {
  const client = deployment(['orders', 'sales', 'missing'], { sales: ['orders'], missing: ['sales'] })
  expect(await told(client)).toEqual(['orders succeeded', 'sales succeeded', 'missing succeeded'])
})

it('tells what fails, and does not wait for what is computed from it', async () => {
  const client = deployment(['orders', 'payments', 'sales'], { sales: ['orders'] }, ['orders'])
  expect(await told(client)).toEqual(['orders failed', 'payments succeeded'])
})
