import type { AccountStatus, PipelineStatus } from 'contract/sync.ts'
import type { SyncState } from '../backend/syncState.ts'
import { formatCount } from '../format/count.ts'
import { recordsOf } from '../format/pipelines.ts'
import { formatDuration } from '../format/time.ts'
import { panelIds } from '../routing/syncPanels.ts'
import { useNow } from '../ui/clock.ts'
import { RunProgressBar } from '../ui/RunProgressBar.tsx'
import { Time, TimeAndAgo } from '../ui/Time.tsx'
import { nameOf, vendorOf } from './accountWords.ts'
import { healthOf } from './health.ts'
import { usePanelOfAddress } from './panels.ts'
import { RunHistory } from './RunHistory.tsx'
import { UnknownStatuses } from './UnknownStatuses.tsx'

interface Props {
  readonly status: PipelineStatus
  /** What the watermark document says now; undefined where nothing is heard of it. */
  readonly state: SyncState | undefined
}

interface CardProps extends Props {
  /** The account that it copies; undefined where it has none. */
  readonly account: AccountStatus | undefined
}

/** A pipeline: how it fares, how far it has come, what it does now and did before. */
export function PipelineCard({ status, state, account }: CardProps) {
  const headingId = panelIds.pipeline(status.pipeline)
  usePanelOfAddress(headingId, true)
  const now = useNow()
  const { asOf, liveAsOf } = state ?? status
  // This browser's clock may be behind the server's.
  const ageMs = asOf === null ? null : Math.max(0, now - Date.parse(asOf))
  const { tone, word, why } = healthOf(status, ageMs)
  return (
    <section className="panel" aria-labelledby={headingId}>
      <h2 id={headingId} tabIndex={-1}>
        {status.pipeline}
      </h2>
      {account !== undefined && (
        <p className="muted">
          {nameOf(account)} at {vendorOf(account)}
        </p>
      )}
      <p className={`health tone-${tone}`}>
        <span className="health-dot" aria-hidden="true" />
        <strong>{word}</strong> <span className="health-why">{why}</span>
      </p>
      <Running status={status} state={state} />
      <dl className="pipeline-facts">
        <div>
          <dt>As of</dt>
          <dd>{asOf === null ? 'nothing copied yet' : <TimeAndAgo iso={asOf} />}</dd>
        </div>
        <div>
          <dt>Live as of</dt>
          <dd>{liveAsOf === null ? 'no change was reported yet' : <TimeAndAgo iso={liveAsOf} />}</dd>
        </div>
        <div>
          <dt>Lag</dt>
          <dd>{ageMs === null ? '–' : formatDuration(ageMs)}</dd>
        </div>
        <div>
          <dt>{recordsOf(status.pipeline) === 'orders' ? 'Orders' : 'Records'}</dt>
          <dd>{formatCount(state?.count ?? status.count)}</dd>
        </div>
        <div>
          <dt>Watermark</dt>
          <dd>
            {status.watermark === null ? (
              'none yet'
            ) : (
              <>
                <Time iso={status.watermark.at} />, id <code>{status.watermark.id}</code>
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>Next run</dt>
          <dd>
            <TimeAndAgo iso={status.nextRunAt} />
          </dd>
        </div>
        <div>
          <dt>Last full run</dt>
          <dd>{status.lastFullRun === null ? 'none yet' : <TimeAndAgo iso={status.lastFullRun.startedAt} />}</dd>
        </div>
        <div>
          <dt>Updates</dt>
          <dd>
            {status.findsUpdates
              ? 'seen by every run'
              : 'seen by full runs only: nothing reports changes, and no time that runs can go by tells them'}
          </dd>
        </div>
      </dl>
      <UnknownStatuses status={status} />
      <RunHistory pipeline={status.pipeline} />
    </section>
  )
}

/** The run of a pipeline that is under way. */
function Running({ status, state }: Props) {
  const running = state === undefined ? status.running : state.running
  if (running === null) return <p className="muted">No run is under way.</p>
  if (state !== undefined && running.mode === 'full') return <RunProgressBar state={state} />
  return <p>{running.mode === 'full' ? 'A full run is under way.' : 'An incremental run is under way.'}</p>
}
