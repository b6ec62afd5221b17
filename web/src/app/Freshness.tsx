import type { PipelineStatus } from 'contract/sync.ts'
import { useBounds, useLive } from '../backend/live.tsx'
import { useSyncStatus, worstHealth } from '../backend/status.ts'
import { earliestOf, shownBounds } from '../format/freshness.ts'
import { isOfOrders } from '../format/pipelines.ts'
import { useNow } from '../ui/clock.ts'
import { Age, Ago } from '../ui/Time.tsx'
import { toneOfAge } from '../format/tone.ts'

/**
 * How fresh the orders are, in words and in colour; where updates are seen by full runs only, it says so. Short, it is the age
 * alone, or what is wrong.
 */
export function Freshness({ isShort = false }: { isShort?: boolean }) {
  const now = useNow()
  const { data } = useSyncStatus()
  const { isLost } = useLive()
  const heard = useBounds()
  const pipelines = data?.pipelines ?? []
  const known = earliestOf(pipelines.filter(({ pipeline, asOf }) => isOfOrders(pipeline) && asOf !== null))
  const { live, checked } = shownBounds(isLost || heard.asOf === null ? known : heard)
  if (data === undefined && checked === null) return <p className="freshness" />
  if (checked === null) return <p className="freshness tone-warn">nothing copied yet</p>
  const tone = toneOfAge(worstHealth(pipelines), now - Date.parse(checked))
  const isHeard = heard.asOf !== null && !isLost
  if (isShort) {
    return (
      <p className={`freshness freshness-short tone-${tone}`} data-live={isHeard}>
        <span className="freshness-dot" aria-hidden="true" />
        <span className="freshness-age">
          <span className="visually-hidden">{live === null ? 'As of' : 'Live as of'} </span>
          <Age iso={live ?? checked} />
          {tone !== 'good' && <span className="freshness-word"> {wordOf(tone, pipelines)}</span>}
        </span>
      </p>
    )
  }
  const blind = pipelines.filter(({ pipeline, findsUpdates }) => isOfOrders(pipeline) && !findsUpdates)
  return (
    <p className={`freshness tone-${tone}`} data-live={isHeard}>
      <span className="freshness-dot" aria-hidden="true" />
      {live !== null && (
        <span title="What was reported up to then is shown.">
          live as of <Ago iso={live} />
        </span>
      )}
      <span title="Everything up to then is shown, whether it was reported or not.">
        {live === null ? 'as of' : 'checked'} <Ago iso={checked} />
      </span>
      {tone !== 'good' && <span className="freshness-word">{wordOf(tone, pipelines)}</span>}
      {isLost && (
        <span className="muted" title="The connection for live updates broke; reload the page to get it back.">
          no live updates
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
    <span>
      the last full run, <Ago iso={iso} />
    </span>
  )
}
