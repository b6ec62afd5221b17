import { useCallback, useEffect, useState } from 'react'

import { useBackend } from '../backend/context.ts'
import type { Listeners, Stop } from '../backend/listeners.ts'

/** What a listener has told so far. */
export interface Heard<T> {
  /** Null until it has told anything. */
  readonly items: readonly T[] | null
  /** Nothing more will come, and what there is may be old. */
  readonly isLost: boolean
  readonly retry: () => void
}

type Start<T> = (listeners: Listeners, onNext: (items: readonly T[]) => void, onError: () => void) => Stop

/** What was heard, and of which listening: what another one told is forgotten. */
interface Told<T> {
  readonly start: Start<T>
  readonly attempt: number
  readonly items: readonly T[] | null
  readonly isLost: boolean
}

/** Listens while the component is there, and no longer. `start` has to stay the same function: another one starts anew. */
export function useListened<T>(start: Start<T>): Heard<T> {
  const backend = useBackend()
  const [told, setTold] = useState<Told<T> | null>(null)
  const [attempt, setAttempt] = useState(0)
  useEffect(() => {
    let stop: Stop = () => {}
    let isCurrent = true
    const onNext = (items: readonly T[]): void => setTold({ start, attempt, items, isLost: false })
    const onError = (): void => {
      if (isCurrent) setTold((last) => ({ start, attempt, items: itemsOf(last, start, attempt), isLost: true }))
    }
    const begin = async (): Promise<void> => {
      const listeners = await backend.listeners()
      if (isCurrent) stop = start(listeners, onNext, onError)
    }
    begin().catch(onError)
    return () => {
      isCurrent = false
      stop()
    }
  }, [backend, start, attempt])
  const retry = useCallback(() => setAttempt((last) => last + 1), [])
  const isOfThis = told?.start === start && told.attempt === attempt
  return { items: itemsOf(told, start, attempt), isLost: isOfThis && told.isLost, retry }
}

function itemsOf<T>(told: Told<T> | null, start: Start<T>, attempt: number): readonly T[] | null {
  return told?.start === start && told.attempt === attempt ? told.items : null
}
