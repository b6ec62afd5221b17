import { Writable } from 'node:stream'

import { expect, it } from 'vitest'

import type { FinishedRun, PipelineStatus, SyncStatusResponse } from '../../../functions/src/contract/sync.ts'
import { followFullRun, followFullRuns } from '../../../tools/local/fullRun.ts'

const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() }) as NodeJS.WriteStream // It is only written to.
const { signal } = new AbortController()
const started = ['a', 'b'].map(
  (pipeline) => ({ runId: `run-${pipeline}`, pipeline, mode: 'full', status: 'running' }) as const,
)

function underWay(pipeline: string, done: number): Partial<PipelineStatus> {
  const progress = { done, total: 10, unit: 'orders' } as const
  return { pipeline, lastFullRun: null, running: { runId: `run-${pipeline}`, mode: 'full', progress } }
}

function ended(pipeline: string, run: Partial<FinishedRun>): Partial<PipelineStatus> {
  const lastFullRun = { pipeline, runId: `run-${pipeline}`, fetched: 10, ...run } as FinishedRun // As far as it is read.
  return { pipeline, lastFullRun, running: null }
}

/** A client whose status is the next of those each time, and at last stays. */
function telling(...statuses: Partial<PipelineStatus>[][]) {
  let asked = 0
  return {
    getSyncStatus: async () =>
      ({ pipelines: statuses[Math.min(asked++, statuses.length - 1)] }) as unknown as SyncStatusResponse, // As above.
  }
}

it('follows all full runs of a call to their ends, those that fail too', async () => {
  const client = telling(
    [underWay('a', 3), underWay('b', 0)],
    [ended('a', { status: 'succeeded' }), underWay('b', 4)],
    [ended('a', { status: 'succeeded' }), ended('b', { status: 'failed', error: 'not connected' })],
  )
  const runs = await followFullRuns(client, { runs: started }, signal, nowhere)
  expect(runs).toMatchObject([
    { pipeline: 'a', status: 'succeeded' },
    { pipeline: 'b', status: 'failed', error: 'not connected' },
  ])
})

it('follows the one of a single pipeline, and throws where that fails or was not started', async () => {
  const good = telling([ended('a', { status: 'succeeded' })])
  expect(await followFullRun(good, { runs: started }, signal, nowhere)).toMatchObject({ pipeline: 'a' })
  const bad = telling([ended('a', { status: 'failed', error: 'not connected' })])
  await expect(followFullRun(bad, { runs: started }, signal, nowhere)).rejects.toThrow(
    'The full run of a failed: not connected',
  )
  await expect(followFullRun(good, { runs: [] }, signal, nowhere)).rejects.toThrow('A full run was to start')
})
