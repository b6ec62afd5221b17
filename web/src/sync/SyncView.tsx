import './sync.css'

import { useLive } from '../backend/live.tsx'
import { useSyncStatus } from '../backend/status.ts'
import { isOfAccount } from '../format/pipelines.ts'
import { StaleBanner } from '../ui/Banners.tsx'
import { ErrorPanel, messageOf } from '../ui/ErrorPanel.tsx'
import { Waiting } from '../ui/Waiting.tsx'
import { Accounts } from './Accounts.tsx'
import { Alerts } from './Alerts.tsx'
import { ListeningCost } from './ListeningCost.tsx'
import { PipelineCard } from './PipelineCard.tsx'
import { Quarantine } from './Quarantine.tsx'

/** How the copying goes: what runs, what ran, what it cost, and what needs a look. */
export default function SyncView() {
  const { data, error, isFetching, refetch } = useSyncStatus()
  const { states, isLost } = useLive()
  // What is heard no more may be older than what is asked for each minute.
  const stateOf = (pipeline: string) => (isLost ? undefined : states?.find((state) => state.pipeline === pipeline))
  return (
    <div className="sync">
      <h1>Sync</h1>
      {error !== null && data !== undefined && (
        <StaleBanner
          error={error}
          shown="The status below is older."
          isFetching={isFetching}
          onRetry={() => void refetch()}
        />
      )}
      {data === undefined && error === null && <Waiting />}
      {data === undefined && error !== null && (
        <ErrorPanel title="The status could not be loaded" message={messageOf(error)} onRetry={() => void refetch()} />
      )}
      {data?.accounts !== undefined && <Accounts accounts={data.accounts} />}
      {data?.pipelines.map((status) => (
        <PipelineCard
          key={status.pipeline}
          status={status}
          state={stateOf(status.pipeline)}
          account={data.accounts?.find((account) => isOfAccount(status.pipeline, account))}
        />
      ))}
      <Alerts />
      <Quarantine />
      {data !== undefined && <ListeningCost pipelines={data.pipelines.length} />}
    </div>
  )
}
