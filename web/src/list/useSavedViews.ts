import { useMemo, useSyncExternalStore } from 'react'

import { useSay } from '../ui/Messages.tsx'
import { remember, remembered } from '../ui/memory.ts'
import { textOfViews, viewsIn, type SavedView, type StoredViews } from './savedViews.ts'

export interface SavedViews extends StoredViews {
  /** Keeps these in the place of the present ones; false, and said, where the browser keeps nothing. */
  readonly keep: (views: readonly SavedView[]) => boolean
  readonly forgetUnreadable: () => void
}

const listeners = new Set<() => void>()

/** The saved views that this browser keeps under a key, whichever of its tabs changes them. */
export function useSavedViews(memoryKey: string): SavedViews {
  const say = useSay()
  const text = useSyncExternalStore(subscribe, () => remembered(memoryKey))
  const stored = useMemo(() => viewsIn(text), [text])
  const write = (next: StoredViews): boolean => {
    const written = textOfViews(next)
    remember(memoryKey, written)
    for (const listener of listeners) listener()
    const isKept = remembered(memoryKey) === written
    if (!isKept) say('This browser keeps nothing for this page. Allow it to store data and try again.', 'bad')
    return isKept
  }
  return {
    ...stored,
    keep: (views) => write({ ...stored, views }),
    forgetUnreadable: () => void write({ ...stored, unreadable: [] }),
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}
