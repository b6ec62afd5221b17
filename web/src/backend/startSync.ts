import { useMutationState } from '@tanstack/react-query'

import type { RunMode } from 'contract/sync.ts'

/** The syncs that somebody starts from this page. */
export const startSyncKey = ['startSync'] as const

/** Which refresh of this page's was the last to succeed, as a number that grows; 0 where none was. */
export function useLastRefresh(): number {
  const refreshes = useMutationState({
    filters: { mutationKey: startSyncKey, status: 'success' },
    select: ({ state }) => (state.variables === 'incremental' ? state.submittedAt : 0),
  })
  return Math.max(0, ...refreshes)
}

/** The kind of run that was asked for from anywhere on this page and has not been answered yet; null where none was. */
export function usePendingSync(): RunMode | null {
  const modes = useMutationState({
    filters: { mutationKey: startSyncKey, status: 'pending' },
    select: ({ state }): RunMode => (state.variables === 'full' ? 'full' : 'incremental'),
  })
  return modes[0] ?? null
}
