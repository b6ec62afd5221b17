import { useMutationState } from '@tanstack/react-query'

/** The syncs that somebody starts from this page. */
export const startSyncKey = ['startSync'] as const

/** When somebody here last asked for a sync (epoch milliseconds); 0 where nobody did. */
export function useLastRefresh(): number {
  const asked = useMutationState({
    filters: { mutationKey: startSyncKey },
    select: ({ state }) => (state.variables === 'incremental' ? state.submittedAt : 0),
  })
  return Math.max(0, ...asked)
}
