import { useQuery } from '@tanstack/react-query'

import { useBackend } from '../backend/context.ts'
import { useLive } from '../backend/live.tsx'
import type { RunsBill } from '../backend/runHistory.ts'

/** What is read costs a read, so what was read a while ago is shown again. */
const freshMs = 300_000

/** Runs whose figures one read sums. */
const runsPerRead = 1_000

/** The reads that it takes to sum what runs were billed. */
export function readsOfSum(runs: number): number {
  return Math.max(1, Math.ceil(runs / runsPerRead))
}

export interface MonthCostRead {
  /** Undefined while it is on its way, and where it cannot be read. */
  readonly bill: RunsBill | undefined
  /** When it was read: epoch milliseconds. */
  readonly readAt: number
  readonly error: Error | null
  readonly retry: () => void
}

/** What the runs since a moment (ISO) were billed. Waits for the listener, so that it keeps nothing of the first view waiting. */
export function useMonthCost(since: string): MonthCostRead {
  const backend = useBackend()
  const { states, isLost } = useLive()
  const { data, error, dataUpdatedAt, refetch } = useQuery({
    queryKey: ['monthCost', since],
    queryFn: async () => (await backend.listeners()).billSince(since),
    enabled: states !== null || isLost,
    staleTime: freshMs,
  })
  return { bill: data, readAt: dataUpdatedAt, error, retry: () => void refetch() }
}
