import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import type { RunMode, StartSyncResponse } from '../../../functions/src/model/api.ts'
import { dollarsOf, formatDollars, priceNote } from '../../../scripts/local/prices.ts'
import { useBackend } from '../backend/context.ts'
import { useLive } from '../backend/live.tsx'
import { startSyncKey } from '../backend/startSync.ts'
import { useSyncStatus } from '../backend/status.ts'
import { formatCount, formatCounted } from '../format/count.ts'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'
import { messageOf } from '../ui/ErrorPanel.tsx'
import { useSay } from '../ui/Messages.tsx'

/** Sync now, or copy everything again; the progress is heard of through the listener. */
export function RunControls() {
  const { calls } = useBackend()
  const client = useQueryClient()
  const say = useSay()
  const { states } = useLive()
  const { data } = useSyncStatus()
  const [isAsking, setIsAsking] = useState(false)
  const start = useMutation({
    mutationKey: startSyncKey,
    mutationFn: (mode: RunMode) => calls.startSync({ mode }),
    onSuccess: (answer) => {
      say(outcomeOf(answer), answer.runs.some(({ status }) => status === 'failed') ? 'bad' : 'good')
      void client.invalidateQueries({ queryKey: ['status'] })
    },
    onError: (error) => say(messageOf(error), 'bad'),
  })
  const isFullRunning = states?.some(({ running }) => running?.mode === 'full') ?? false
  const count = (states ?? data?.pipelines ?? []).reduce((sum, pipeline) => sum + pipeline.count, 0)
  return (
    <div className="run-controls">
      <button
        type="button"
        className="button"
        disabled={start.isPending}
        aria-busy={start.isPending}
        onClick={() => start.mutate('incremental')}
      >
        {start.isPending && start.variables === 'incremental' ? 'Refreshing …' : 'Refresh'}
      </button>
      <button
        type="button"
        className="button"
        disabled={start.isPending || isFullRunning}
        onClick={() => setIsAsking(true)}
      >
        Full resync …
      </button>
      <ConfirmDialog
        isOpen={isAsking}
        title="Copy every order again?"
        action="Start full resync"
        onConfirm={() => start.mutate('full')}
        onClose={() => setIsAsking(false)}
      >
        <p>
          A full resync reads all orders of the shop, about <strong>{formatCounted(count, 'read')}</strong> (
          {formatDollars(dollarsOf({ reads: count, writes: 0 }))}), and writes only what differs. The lists stay usable
          meanwhile. It finds what nothing reported: changes and deletions of long ago.
        </p>
        <p className="muted">Prices: {priceNote}.</p>
      </ConfirmDialog>
    </div>
  )
}

/** What to say of the runs that a call made or started. */
function outcomeOf({ runs }: StartSyncResponse): string {
  return runs
    .map((run) => {
      if (run.status === 'running' || !('created' in run)) return 'The full resync has started.'
      if (run.status === 'skipped') return 'Another sync is under way; one more follows it.'
      if (run.status === 'failed') return `The sync failed: ${run.error ?? 'it gave no reason'}`
      const { created, updated, deleted } = run
      if (created + updated + deleted === 0) return 'Up to date: nothing has changed.'
      return `${formatCount(created)} new, ${formatCount(updated)} updated, ${formatCount(deleted)} deleted.`
    })
    .join(' ')
}
