import { useMutation, useQueryClient } from '@tanstack/react-query'

import type { RunMode, StartSyncResponse } from 'contract/api.ts'
import { useBackend } from '../backend/context.ts'
import { useLive } from '../backend/live.tsx'
import { startSyncKey } from '../backend/startSync.ts'
import { formatCount } from '../format/count.ts'
import { messageOf } from '../ui/ErrorPanel.tsx'
import { useSay } from '../ui/Messages.tsx'

export interface Runs {
  /** The kind of run that has been asked for and not been answered yet. */
  readonly pending: RunMode | null
  /** Whether a full run is under way, whoever started it. */
  readonly isFullRunning: boolean
  readonly start: (mode: RunMode) => void
}

/** Starts runs and says what became of them; the progress is heard of through the listener. */
export function useRuns(): Runs {
  const { calls } = useBackend()
  const client = useQueryClient()
  const say = useSay()
  const { states } = useLive()
  const { isPending, variables, mutate } = useMutation({
    mutationKey: startSyncKey,
    mutationFn: (mode: RunMode) => calls.startSync({ mode }),
    onSuccess: (answer) => {
      say(outcomeOf(answer), answer.runs.some(({ status }) => status === 'failed') ? 'bad' : 'good')
      void client.invalidateQueries({ queryKey: ['status'] })
    },
    onError: (error) => say(messageOf(error), 'bad'),
  })
  return {
    pending: isPending ? variables : null,
    isFullRunning: states?.some(({ running }) => running?.mode === 'full') ?? false,
    start: mutate,
  }
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
