import { useMutationState } from '@tanstack/react-query'

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
