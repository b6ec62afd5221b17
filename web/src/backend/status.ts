import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useEffect } from 'react'

import type { PipelineStatus, SyncStatusResponse } from 'contract/sync.ts'
import { useBackend } from './context.ts'
import { statusKey, useLive } from './live.tsx'

const everyMs = 60_000

/** What the listener cannot tell: health, the next run, whether updates are seen. Asked again each minute and after each run. */
export function useSyncStatus(): UseQueryResult<SyncStatusResponse> {
  const { calls } = useBackend()
  const client = useQueryClient()
  const { states } = useLive()
  const ended = states?.map(({ lastRun }) => lastRun?.runId).join()
  useEffect(() => {
    if (ended !== undefined) void client.invalidateQueries({ queryKey: statusKey })
  }, [client, ended])
  return useQuery({ queryKey: statusKey, queryFn: () => calls.getSyncStatus(), refetchInterval: everyMs })
}

const order = ['ok', 'stale', 'failing'] as const

/** The health of the pipeline that fares worst. */
export function worstHealth(pipelines: readonly PipelineStatus[]): PipelineStatus['health'] {
  return order[Math.max(0, ...pipelines.map(({ health }) => order.indexOf(health)))] ?? 'ok'
}
