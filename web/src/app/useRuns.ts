import { useMutation, useQueryClient } from '@tanstack/react-query'

import type { RunMode } from 'contract/sync.ts'
import { useBackend } from '../backend/context.ts'
import { statusKey, useLive } from '../backend/live.tsx'
import { startSyncKey } from '../backend/startSync.ts'
import { messageOf } from '../ui/ErrorPanel.tsx'
import { useSay } from '../ui/Messages.tsx'
import { outcomeOf } from './runOutcome.ts'

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
      void client.invalidateQueries({ queryKey: statusKey })
    },
    onError: (error) => say(messageOf(error), 'bad'),
  })
  return {
    pending: isPending ? variables : null,
    isFullRunning: states?.some(({ running }) => running?.mode === 'full') ?? false,
    start: mutate,
  }
}
