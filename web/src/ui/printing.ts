import { useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'

let isBetweenEvents = false

/** Tells whether the browser lays out sheets of paper now. What is drawn for them is there before it does. */
export function useIsPrinting(): boolean {
  return useSyncExternalStore(subscribe, () => isBetweenEvents || window.matchMedia('print').matches)
}

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia('print')
  const begin = (): void => {
    isBetweenEvents = true
    // A script that prints gives nobody time in between.
    flushSync(listener)
  }
  const end = (): void => {
    isBetweenEvents = false
    listener()
  }
  window.addEventListener('beforeprint', begin)
  window.addEventListener('afterprint', end)
  // Who looks at a page as it would be printed gets no event.
  media.addEventListener('change', listener)
  return () => {
    window.removeEventListener('beforeprint', begin)
    window.removeEventListener('afterprint', end)
    media.removeEventListener('change', listener)
  }
}
