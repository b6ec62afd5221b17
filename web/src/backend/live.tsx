import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react'

import { earliestOf, type Bounds } from '../format/freshness.ts'
import { isOfOrders } from '../format/pipelines.ts'
import { MissingPartError } from '../parts/part.ts'
import { reloadFor } from '../parts/reloadFor.ts'
import { useBackend } from './context.ts'
import type { SyncState } from './syncState.ts'

/** What the watermark documents say now. */
export interface Live {
  /** Null until the listener has heard of them. */
  readonly states: readonly SyncState[] | null
  /** Nothing more will be heard: the page then shows what it last knew. */
  readonly isLost: boolean
}

/** So long the page may draw what has come. */
const settleMs = 100

/** The key of the status among the queries. */
export const statusKey = ['status'] as const

const LiveContext = createContext<Live>({ states: null, isLost: false })

export function useLive(): Live {
  return use(LiveContext)
}

/** Grows with every commit that changes what lists show; null until it is known. */
export function useCacheVersion(): number | null {
  const { states } = useLive()
  return states === null ? null : states.reduce((sum, { cacheVersion }) => sum + cacheVersion, 0)
}

/** Another text after each run that ended: a run may have changed a record that is shown whole. */
export function useRunsVersion(): string {
  return (
    useLive()
      .states?.map(({ lastRun }) => lastRun?.runId)
      .join() ?? ''
  )
}

/** Returns the moments through which the orders in the cache are complete, by what the listener has heard. */
export function useBounds(): Bounds {
  const { states } = useLive()
  return earliestOf((states ?? []).filter(({ pipeline }) => isOfOrders(pipeline)))
}

/** The moment before which every change of an order is in the cache, of the pipeline that is furthest behind; null where unknown. */
export function useAsOf(): string | null {
  return useBounds().asOf
}

/** Listens to the watermark documents, one read for each change, once all that the first view asks for has been answered. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const backend = useBackend()
  const queries = useQueryClient()
  const [live, setLive] = useState<Live>({ states: null, isLost: false })
  useEffect(() => {
    let stop = (): void => {}
    let isCurrent = true
    const lose = (): void => {
      if (isCurrent) setLive(({ states }) => ({ states, isLost: true }))
    }
    const fail = (error: unknown): void => {
      lose()
      // Nothing of the page needs it to be shown: who reads on is told that it is not live, and it reloads when that helps.
      if (isCurrent && error instanceof MissingPartError) stop = reloadFor(error, () => {})
    }
    const listen = async (): Promise<void> => {
      const { syncStates } = await backend.listeners()
      if (isCurrent) stop = syncStates((states) => setLive({ states, isLost: false }), lose)
    }
    const cancel = whenIdle(queries, () => void listen().catch(fail))
    return () => {
      isCurrent = false
      cancel()
      stop()
    }
  }, [backend, queries])
  return <LiveContext value={useEnabled(live)}>{children}</LiveContext>
}

/** Leaves out the pipelines that are switched off, as soon as the status has told which are on: their watermark documents stay. */
function useEnabled(live: Live): Live {
  const { calls } = useBackend()
  // Whoever shows the status asks for it.
  const { data } = useQuery({ queryKey: statusKey, queryFn: () => calls.getSyncStatus(), enabled: false })
  return useMemo(() => {
    const enabled = data === undefined ? null : new Set(data.pipelines.map(({ pipeline }) => pipeline))
    if (enabled === null || live.states === null) return live
    return { ...live, states: live.states.filter(({ pipeline }) => enabled.has(pipeline)) }
  }, [data, live])
}

/** Waits until nothing is asked for any more: the first view asks as soon as it is there. */
function whenIdle(queries: QueryClient, work: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = queries.getQueryCache().subscribe(() => {
    clearTimeout(timer)
    if (queries.isFetching() === 0) timer = setTimeout(begin, settleMs)
  })
  const begin = (): void => {
    stop()
    work()
  }
  return () => {
    clearTimeout(timer)
    stop()
  }
}
