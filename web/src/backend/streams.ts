import { useQuery, type UseQueryResult } from '@tanstack/react-query'

import type { StreamDescription } from 'contract/records.ts'
import { useBackend } from './context.ts'

/** The streams that this deployment copies, and what can be asked of each. They are the settings': asked for once. */
export function useStreams(): UseQueryResult<readonly StreamDescription[]> {
  const { calls } = useBackend()
  return useQuery({
    queryKey: ['streams'],
    queryFn: async () => (await calls.describeStreams()).streams,
    staleTime: Number.POSITIVE_INFINITY,
  })
}
