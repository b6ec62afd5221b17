import { keepPreviousData, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useCallback } from 'react'

import type { Filter, OrderStatsBucket, StatsDimension } from 'contract/api.ts'
import { useBackend } from '../backend/context.ts'

/** Figures with the question that they answer: while the next answer is on its way the last one is shown. */
export interface Stats<D extends StatsDimension> {
  readonly filter: Filter
  /** Whether cancelled and refunded orders are in the revenue. */
  readonly includesLost: boolean
  readonly by: D
  readonly buckets: readonly OrderStatsBucket[]
}

export const statsKey = 'stats'

/** What all the figures have in common. */
export interface StatsQuestion {
  readonly filter: Filter
  readonly includeCancelled: boolean
  readonly timeZone: string
}

/** Orders and revenue by period, status or source: at most one read, and none where the function has just looked. */
export function useStats<D extends StatsDimension>(question: StatsQuestion, by: D): UseQueryResult<Stats<D>> {
  const { calls } = useBackend()
  return useQuery({
    queryKey: [statsKey, by, question],
    queryFn: async (): Promise<Stats<D>> => {
      const { buckets } = await calls.orderStats({ ...question, by })
      return { filter: question.filter, includesLost: question.includeCancelled, by, buckets }
    },
    placeholderData: keepPreviousData,
  })
}

/** Asks for all that is shown again: what kept one answer from coming kept the others, too. */
export function useRetryStats(): () => void {
  const client = useQueryClient()
  return useCallback(() => void client.invalidateQueries({ queryKey: [statsKey] }), [client])
}
