import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

import { useCacheVersion } from './live.tsx'

/** Longer than a function's instance answers from memory without looking (READ_CACHE_SECONDS): the answer is the new one. */
export const settleMs = 6_000

/** Asks again for all answers under a key when the listener hears of commits: a while after the first of several, and once for all. */
export function useFreshAnswers(key: string): void {
  const client = useQueryClient()
  const version = useCacheVersion()
  const lastVersion = useRef(version)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    const before = lastVersion.current
    lastVersion.current = version
    // The first that is heard of is what was asked for.
    if (version === null || before === null || version === before) return
    if (timer.current !== undefined) return
    timer.current = setTimeout(() => {
      timer.current = undefined
      void client.invalidateQueries({ queryKey: [key] })
    }, settleMs)
  }, [client, key, version])
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )
}
