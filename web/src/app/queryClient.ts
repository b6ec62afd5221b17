import { QueryCache, QueryClient } from '@tanstack/react-query'

import { CallError } from '../backend/callError.ts'

const tries = 3

/** The answers of this page's calls. What could not be reached is asked again by itself. */
export function newQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    // One call that came through says that others may, too, and the status is asked for each minute.
    queryCache: new QueryCache({ onSuccess: () => void askFailedAgain(client) }),
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < tries - 1 && isPassing(error),
        // What changed is heard of through the listener.
        refetchOnWindowFocus: false,
      },
    },
  })
  return client
}

function askFailedAgain(client: QueryClient): Promise<void> {
  return client.refetchQueries({
    type: 'active',
    predicate: ({ state }) => state.status === 'error' && state.fetchStatus === 'idle' && isPassing(state.error),
  })
}

function isPassing(error: unknown): boolean {
  return error instanceof CallError && error.isPassing
}
