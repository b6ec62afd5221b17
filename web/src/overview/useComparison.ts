import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

import type { OrderStatsBucket } from 'contract/api.ts'
import { useBackend } from '../backend/context.ts'
import type { ShopDay } from '../ui/shopZone.tsx'
import { previousPeriod, type PreviousPeriod } from './previousPeriod.ts'
import type { RangeName } from './ranges.ts'

/** The figures of the period before, as far as they are known. */
export type Comparison =
  | { readonly state: 'none' }
  | { readonly state: 'waiting' }
  | { readonly state: 'failed'; readonly retry: () => void }
  | { readonly state: 'known'; readonly period: PreviousPeriod; readonly buckets: readonly OrderStatsBucket[] }

const minuteMs = 60_000

interface Question {
  readonly range: RangeName
  readonly day: ShopDay
  readonly includeCancelled: boolean
  /** When the range's own figures were answered (epoch milliseconds); null while they are on their way. */
  readonly answeredAt: number | null
}

/**
 * The orders and revenue of the period before, by currency, up to the minute that stands where the range's own figures were
 * answered. It is asked for after those, and anew with them: one call more, and no read while the function has just looked.
 */
export function useComparison({ range, day, includeCancelled, answeredAt }: Question): Comparison {
  const { calls } = useBackend()
  const minute = answeredAt === null ? null : Math.floor(answeredAt / minuteMs) * minuteMs
  const period = useMemo(() => (minute === null ? null : previousPeriod(range, day, minute)), [range, day, minute])
  const { data, isError, refetch } = useQuery({
    queryKey: ['previousStats', period?.range, includeCancelled, day.zone.name],
    queryFn: async () => {
      // The function asks for one dimension, and this one has the fewest buckets.
      const question = { filter: period?.range, includeCancelled, timeZone: day.zone.name, by: 'source' } as const
      return { period, range, includeCancelled, buckets: (await calls.orderStats(question)).buckets }
    },
    enabled: period !== null,
    staleTime: Infinity,
    // Through the same minutes of the next one, what is shown stays; of another range it would be no comparison.
    placeholderData: (last) => (last?.range === range && last.includeCancelled === includeCancelled ? last : undefined),
  })
  if (range === 'all' || (period === null && minute !== null)) return { state: 'none' }
  if (data?.period != null) return { state: 'known', period: data.period, buckets: data.buckets }
  return isError ? { state: 'failed', retry: () => void refetch() } : { state: 'waiting' }
}
