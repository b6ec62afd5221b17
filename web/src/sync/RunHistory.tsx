import { useCallback } from 'react'

import type { Listeners } from '../backend/listeners.ts'
import type { RunInHistory } from '../backend/runHistory.ts'
import { Listened } from './Listened.tsx'
import { RunCharts } from './RunCharts.tsx'
import { RunTable } from './RunTable.tsx'
import { useListened } from './useListened.ts'

/** As many as fit on a chart and on a reader's mind. */
export const mostRuns = 30

/** What a pipeline's latest runs did, took and cost. */
export function RunHistory({ pipeline }: { pipeline: string }) {
  const start = useCallback(
    (listeners: Listeners, onNext: (runs: readonly RunInHistory[]) => void, onError: () => void) =>
      listeners.runsOf(pipeline, mostRuns)(onNext, onError),
    [pipeline],
  )
  const heard = useListened(start)
  return (
    <>
      <h3>Runs</h3>
      <Listened heard={heard} what={`The runs of ${pipeline}`}>
        {(runs) =>
          runs.length === 0 ? (
            <p className="muted">No run has changed or ended yet.</p>
          ) : (
            <>
              <RunTable runs={runs} pipeline={pipeline} />
              <RunCharts runs={runs} pipeline={pipeline} />
            </>
          )
        }
      </Listened>
    </>
  )
}
