import { describe, expect, it } from 'vitest'

import type { RunReport } from '../../../functions/src/contract/sync.ts'
import { outcomeOf } from '../../../web/src/app/runOutcome.ts'

const report = (pipeline: string, fields: Partial<RunReport>): RunReport =>
  ({ pipeline, mode: 'incremental', status: 'succeeded', created: 0, updated: 0, deleted: 0, ...fields }) as RunReport // Only these are read.

describe('what is said of the runs that a button started', () => {
  it('is the sum over all pipelines', () => {
    const runs = [report('a', { created: 1_200 }), report('b', { created: 1, updated: 2 }), report('c', {})]
    expect(outcomeOf({ runs })).toBe('1,201 new, 2 updated, 0 deleted.')
    expect(outcomeOf({ runs: [report('a', {}), report('b', {})] })).toBe('Up to date: nothing has changed.')
  })

  it('is each other thing once, and each failure by its pipeline', () => {
    const started = ['a', 'b'].map((pipeline) => ({ runId: 'r', pipeline, mode: 'full', status: 'running' }) as const)
    expect(outcomeOf({ runs: started })).toBe('The full resync has started.')
    const runs = [
      report('a', { status: 'skipped' }),
      report('b', { status: 'skipped' }),
      report('c', { status: 'failed', error: 'it ended' }),
      report('d', { status: 'failed' }),
      report('e', { updated: 3 }),
    ]
    expect(outcomeOf({ runs })).toBe(
      'Another sync is under way; one more follows it. The sync of c failed: it ended ' +
        'The sync of d failed: it gave no reason 0 new, 3 updated, 0 deleted.',
    )
  })
})
