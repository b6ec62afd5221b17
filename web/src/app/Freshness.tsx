import type { PipelineStatus } from '../../../functions/src/model/api.ts'
import { useAsOf, useLive } from '../backend/live.tsx'
import { useSyncStatus, worstHealth } from '../backend/status.ts'
import { formatExactTime } from '../format/time.ts'
import { useNow } from '../ui/clock.ts'
import { Ago } from '../ui/Time.tsx'
import { toneOfAge } from '../format/tone.ts'

/** How fresh the cache is, in words and in colour; where updates are seen by full runs only, it says so. */
export function Freshness() {
  const now = useNow()
  const { data } = useSyncStatus()
  const { isLost } = useLive()
  const heard = useAsOf()
  const pipelines = data?.pipelines ?? []
  const known = pipelines.map(({ asOf }) => asOf).filter((asOf) => asOf !== null)
  const asOf = (isLost ? null : heard) ?? known.sort()[0] ?? null
  if (data === undefined && asOf === null) return <p className="freshness" />
  if (asOf === null) return <p className="freshness tone-warn">nothing copied yet</p>
  const tone = toneOfAge(worstHealth(pipelines), now - Date.parse(asOf))
  const blind = pipelines.filter(({ findsUpdates }) => !findsUpdates)
  return (
    <p className={`freshness tone-${tone}`} data-live={heard !== null && !isLost}>
      <span className="freshness-dot" aria-hidden="true" />
      <span>
        as of <Ago iso={asOf} />
      </span>
      {tone !== 'good' && <span className="freshness-word">{wordOf(tone, pipelines)}</span>}
      {isLost && (
        <span className="muted" title="The connection for live updates broke; reload the page to get it back.">
          not live
        </span>
      )}
      {blind.map(({ pipeline, lastFullRun }) => (
        <span key={pipeline} className="muted">
          statuses as of {lastFullRun === null ? 'no full run yet' : <FullRunTime iso={lastFullRun.startedAt} />}
        </span>
      ))}
    </p>
  )
}

/** Amber may mean late, or that orders are missing or wrong: the sync view says which. */
function wordOf(tone: 'warn' | 'bad', pipelines: readonly PipelineStatus[]): string {
  if (tone === 'bad') return 'failing'
  return pipelines.some(({ problems }) => problems.length > 0) ? 'incomplete' : 'late'
}

function FullRunTime({ iso }: { iso: string }) {
  return (
    <span title={formatExactTime(iso)}>
      the last full run, <Ago iso={iso} />
    </span>
  )
}
