import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'

import { useBounds, useCacheVersion } from '../backend/live.tsx'
import { useLastRefresh } from '../backend/startSync.ts'
import { isBehind } from '../format/freshness.ts'
import type { ListPage, ListQuery, ListRow } from './listPage.ts'
import { compared, type News } from './news.ts'

/** A function's instance may answer from a cache so old (READ_CACHE_SECONDS): asked once more after that, it has looked again. */
const readCacheMs = 5_500
/** The time after somebody's Refresh in which news is what they waited for, in milliseconds. */
const awaitedMs = 20_000

/**
 * Asks for the page again when the listener hears of a commit, seldom enough to cost one read each time at most, and tells
 * what is new. `accept` shows it; after a Refresh nobody has to ask. The question has to stay the same object while it is the same.
 */
export function useNews<Row extends ListRow>(
  query: ListQuery<Row>,
): { readonly news: News<Row> | null; readonly accept: () => void } {
  const client = useQueryClient()
  const version = useCacheVersion()
  const bounds = useBounds()
  const refresh = useLastRefresh()
  const last = useRef({ version, refresh, lookedAt: 0, awaitedUntil: 0 })
  const [found, setFound] = useState<{ readonly query: ListQuery<Row>; readonly news: News<Row> } | null>(null)
  const shownNow = (): ListPage<Row> | undefined => client.getQueryData(query.key)
  useEffect(() => {
    const before = last.current
    const isRefreshed = refresh !== before.refresh
    last.current = { ...before, version, refresh, ...(isRefreshed && { awaitedUntil: Date.now() + awaitedMs }) }
    // The first version that is heard of tells nothing new, unless the page was loaded before.
    const isFirst = before.version === null && !isBehind(shownNow(), bounds)
    if (!isRefreshed && (version === null || version === before.version || isFirst)) return
    let isCurrent = true
    const look = async (): Promise<void> => {
      last.current.lookedAt = Date.now()
      const now = await query.ask().catch(() => null)
      const shown = shownNow()
      if (!isCurrent || now === null || shown === undefined) return
      const isAwaited = Date.now() < last.current.awaitedUntil
      const { shown: current, news } = compared(shown, now)
      client.setQueryData(query.key, isAwaited ? now : current)
      setFound(isAwaited || news === null ? null : { query, news })
    }
    const wait = isRefreshed ? 0 : Math.max(0, before.lookedAt + readCacheMs - Date.now())
    const timers = [wait, wait + readCacheMs].map((ms) => setTimeout(() => void look(), ms))
    return () => {
      isCurrent = false
      for (const timer of timers) clearTimeout(timer)
    }
    // What else is used here says when nothing has changed, and starts no look.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [client, query, version, refresh])
  const news = found?.query === query ? found.news : null
  return {
    news,
    accept: () => {
      if (news !== null) client.setQueryData(query.key, news.page)
      setFound(null)
    },
  }
}
