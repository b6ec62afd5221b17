import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

import { useCacheVersion } from '../backend/live.tsx'
import { statsKey } from './useStats.ts'

/** Longer than a function's instance answers from memory without looking (READ_CACHE_SECONDS): the answer is the new one. */
const settleMs = 6_000

/** Asks for the figures again when the listener hears of commits: a while after the first of several, and once for all. */
export function useFreshStats(): void {
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
      void client.invalidateQueries({ queryKey: [statsKey] })
    }, settleMs)
  }, [client, version])
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )
}
