import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'

import type { ListOrdersRequest, ListOrdersResponse } from '../../../functions/src/model/api.ts'
import { useBackend } from '../backend/context.ts'
import { useCacheVersion } from '../backend/live.tsx'
import { compared, type News } from './news.ts'
import { ordersKey } from './useOrders.ts'

/** A function instance may answer from a cache so old (READ_CACHE_SECONDS): asked once more after that, it has looked again. */
const readCacheMs = 5_500

/**
 * Asks for the page again when the listener hears of a commit, at most one read each time, and tells what is new. `accept`
 * shows it.
 */
export function useNews(request: ListOrdersRequest): { readonly news: News | null; accept(): void } {
  const { calls } = useBackend()
  const client = useQueryClient()
  const version = useCacheVersion()
  const lastVersion = useRef(version)
  const [found, setFound] = useState<{ readonly request: ListOrdersRequest; readonly news: News } | null>(null)
  useEffect(() => {
    const before = lastVersion.current
    lastVersion.current = version
    // The first that is heard of is what the page shows.
    if (version === null || before === null || version === before) return
    let isCurrent = true
    const look = async (): Promise<void> => {
      const now = await calls.listOrders(request).catch(() => null)
      const shown = client.getQueryData<ListOrdersResponse>(ordersKey(request))
      if (!isCurrent || now === null || shown === undefined) return
      const { shown: current, news } = compared(shown, now)
      client.setQueryData(ordersKey(request), current)
      setFound(news && { request, news })
    }
    void look()
    const timer = setTimeout(() => void look(), readCacheMs)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [calls, client, request, version])
  const news = found?.request === request ? found.news : null
  return {
    news,
    accept: () => {
      if (news !== null) client.setQueryData(ordersKey(request), news.page)
      setFound(null)
    },
  }
}
