import { onlineManager } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'

/*
 * Whether the server can be reached, as the page's own calls tell it: one that got no answer says that it cannot, and one that got an
 * answer, whatever it says, that it can. What the browser says of its network is not believed: without one it may reach a server on
 * its own machine, and a network may lead nowhere.
 */

/** Tells whether the last call that is known of got an answer. */
export function useIsOnline(): boolean {
  return useSyncExternalStore(subscribe, isOnline)
}

const subscribe = (listener: () => void): (() => void) => onlineManager.subscribe(listener)
const isOnline = (): boolean => onlineManager.isOnline()

/** Notes whether a call got an answer. */
export function noteAnswer(isAnswered: boolean): void {
  onlineManager.setOnline(isAnswered)
}

/** Keeps the queries from going by the browser's word. */
export function goByCalls(): void {
  onlineManager.setEventListener(() => undefined)
}
