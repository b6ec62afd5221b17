import { describe, expect, it } from 'vitest'

import type { PipelineStatus } from '../../../functions/src/contract/sync.ts'
import { nextRun } from '../../../tools/local/syncClock.ts'

/** A status of pipelines of which only the next run is asked for. */
function saying(...nextRunAt: string[]): Parameters<typeof nextRun>[0] {
  const pipelines = nextRunAt.map((at) => ({ nextRunAt: at })) as unknown as PipelineStatus[] // Nothing else is read.
  return { getSyncStatus: async () => ({ timeZone: 'UTC', pipelines }) }
}

describe('the local clock without an interval of its own', () => {
  it('waits for the next run that the status says, the first of all pipelines', async () => {
    expect(await nextRun(saying('2026-11-20T12:15:00.000Z', '2026-11-20T12:05:00.000Z'))).toBe(
      Date.parse('2026-11-20T12:05:00Z'),
    )
  })

  it('waits for the next minute where there is no status', async () => {
    const refusing = { getSyncStatus: () => Promise.reject(new Error('not now')) }
    expect((await nextRun(refusing)) % 60_000).toBe(0)
    expect((await nextRun(saying())) % 60_000).toBe(0)
  })
})
