import { useEffect, useRef, type RefObject } from 'react'

import { useShortcuts } from '../ui/shortcuts.ts'
import type { Selection } from './useSelection.ts'

interface Rows {
  readonly ids: readonly string[]
  readonly openedId: string | null
  /** The element that holds the rows, each of which has its order's id. */
  readonly rows: RefObject<HTMLElement | null>
  readonly scrollTo: (index: number) => void
  readonly onOpen: (id: string) => void
  /** Absent where rows cannot be selected. */
  readonly selection?: Selection
}

/**
 * j and k go from row to row by moving the focus to its link, which Enter opens; while an order is open they open the next. x selects
 * the row with the focus, and Esc ends the selection.
 */
export function useRowKeys({ ids, openedId, rows, scrollTo, onOpen, selection }: Rows): void {
  const lastId = useRef<string | null>(null)
  const step = (by: 1 | -1): void => {
    const at = ids.indexOf(openedId ?? focusedId() ?? lastId.current ?? '')
    const index = at < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, at + by))
    const id = ids[index]
    if (id === undefined) return
    lastId.current = id
    if (openedId !== null) return onOpen(id)
    scrollTo(index)
    // A row that was out of sight is drawn first.
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        rows.current?.querySelector<HTMLAnchorElement>(`[data-id="${CSS.escape(id)}"] a`)?.focus()
      })
    })
  }
  const openedAt = openedId === null ? -1 : ids.indexOf(openedId)
  const latest = useRef(scrollTo)
  useEffect(() => {
    latest.current = scrollTo
  })
  // The row of what is open is in sight: the focus comes back to it.
  useEffect(() => {
    if (openedAt >= 0) latest.current(openedAt)
  }, [openedAt])
  const toggle = (): void => {
    const id = focusedId()
    if (id !== undefined) selection?.toggle(id, false)
  }
  useShortcuts({
    j: () => step(1),
    k: () => step(-1),
    ...(selection && { x: toggle }),
    // Where an order is open, Esc closes that.
    ...(selection && selection.ids.size > 0 && openedId === null && { Escape: selection.clear }),
  })
}

/** The id of the row that has the focus. */
function focusedId(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-id]')?.dataset.id
}
