import { useId } from 'react'

import type { SyncState } from '../backend/syncState.ts'
import { formatCount } from '../format/count.ts'
import { recordsOf } from '../format/pipelines.ts'

/** The progress of a pipeline's full run; nothing while none is under way. */
export function RunProgressBar({ state: { pipeline, running } }: { state: SyncState }) {
  const id = useId()
  // Incremental runs take moments: a bar would only flicker.
  if (running?.mode !== 'full') return null
  const { done, total, phase } = running
  const records = recordsOf(pipeline)
  const doing = phase === 'deleting' ? `Looking for deleted ${records}` : `Copying all ${records}`
  const far = total === null ? formatCount(done) : `${formatCount(done)} of ${formatCount(total)}`
  return (
    <div className="run-progress">
      <label htmlFor={id}>
        {doing} of {pipeline}: {far}
      </label>
      <progress id={id} max={total ?? undefined} value={total === null ? undefined : Math.min(done, total)} />
    </div>
  )
}
