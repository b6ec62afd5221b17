import { onlineManager } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'

import { askAgainMs, isServerAnswering, onConnectionChange } from '../parts/server.ts'

/** Tells whether the page's server can be reached, as far as anybody knows. */
export function useIsOnline(): boolean {
  return useSyncExternalStore(subscribe, isOnline)
}

const subscribe = (listener: () => void): (() => void) => onlineManager.subscribe(listener)
const isOnline = (): boolean => onlineManager.isOnline()

/**
 * Lets calls wait while there is no connection, and go on when there is one. A browser without a network may reach a server all
 * the same, on its own machine: so the page is offline when its server does not answer either.
 */
export function watchConnection(): void {
  onlineManager.setEventListener((setOnline) => {
    let looks = 0
    let timer: number | undefined
    const look = async (): Promise<void> => {
      const own = (looks += 1)
      clearTimeout(timer)
      const answers = navigator.onLine || (await isServerAnswering())
      // Something has happened meanwhile, and was looked at.
      if (own !== looks) return
      setOnline(answers)
      if (!navigator.onLine) timer = window.setTimeout(() => void look(), askAgainMs)
    }
    const unwatch = onConnectionChange(() => void look())
    return () => {
      looks += 1
      clearTimeout(timer)
      unwatch()
    }
  })
}
