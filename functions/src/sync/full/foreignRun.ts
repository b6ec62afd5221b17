import type { Instant } from '../../lib/instant.ts'
import type { StoredRun, FullRun } from '../../model/state.ts'
import { storedRunOf } from '../runReport.ts'

/** The journal's last word on a full run of a source that the settings do not name any more; null where it never began. */
export function abandonedRunOf(pipeline: string, run: FullRun, at: Instant): StoredRun | null {
  if (run.startedAt === null) return null
  const { runId, counts, largest } = run
  const error =
    `The settings name another source than ${run.identity ?? 'the one that this run read'} by now: it was given up, and a full ` +
    'run of the other one begins anew.'
  return storedRunOf(
    { runId, pipeline, mode: 'full', status: 'failed', counts, watermark: largest, error },
    run.startedAt,
    at,
  )
}
