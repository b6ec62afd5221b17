import { useEffect, useRef } from 'react'

/** What each key does; a key is named as `KeyboardEvent.key` names it, and two in a row as "g o". */
export type Shortcuts = Readonly<Record<string, () => void>>

/** The second of two keys counts for so many milliseconds after the first. */
const sequenceMs = 1_500

/** Listens to keys wherever the focus is, but not while somebody types, nor in an open menu, sheet or question. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
  })
  useEffect(() => {
    let first = { key: '', at: Number.NEGATIVE_INFINITY }
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isElsewhere(event.target)) return
      const names = Object.keys(latest.current)
      const both = event.timeStamp - first.at <= sequenceMs ? `${first.key} ${event.key}` : ''
      const name = names.find((known) => known === both) ?? names.find((known) => known === event.key)
      first = { key: event.key, at: name === both ? Number.NEGATIVE_INFINITY : event.timeStamp }
      if (name === undefined) return
      event.preventDefault()
      latest.current[name]?.()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

function isElsewhere(target: EventTarget | null): boolean {
  const isTyping =
    target instanceof HTMLElement && target.closest("input:not([type='checkbox']), textarea, select, .popover") !== null
  // The focus may be on nothing in it.
  return isTyping || document.querySelector('dialog:modal, .dialog') !== null
}
