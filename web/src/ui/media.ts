import { useCallback, useSyncExternalStore } from 'react'

/** Tells whether the window is as narrow as a phone's: lists are cards there, and what narrows them is in a sheet. */
export function useIsPhone(): boolean {
  return useMatches('(width < 640px)')
}

/** Tells whether a media query holds now; a turned screen or a resized window may change it. */
export function useMatches(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = window.matchMedia(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches)
}
