import { useEffect, useRef } from 'react'

/** What each key does; a key is named as `KeyboardEvent.key` names it. */
export type Shortcuts = Readonly<Record<string, () => void>>

/** Listens to single keys wherever the focus is, but not while somebody types, nor in an open menu or sheet. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isElsewhere(event.target)) return
      const act = Object.hasOwn(latest.current, event.key) ? latest.current[event.key] : undefined
      if (act === undefined) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

function isElsewhere(target: EventTarget | null): boolean {
  const isTyping = target instanceof HTMLElement && target.closest('input, textarea, select, .popover') !== null
  // The focus may be on nothing in it.
  return isTyping || document.querySelector('dialog:modal') !== null
}
