import { useRef, type RefObject } from 'react'

import { useShortcuts } from '../ui/shortcuts.ts'

interface Rows {
  readonly ids: readonly string[]
  readonly openedId: string | null
  /** The element that holds the rows, each of which has its order's id. */
  readonly rows: RefObject<HTMLElement | null>
  readonly scrollTo: (index: number) => void
  readonly onOpen: (id: string) => void
}

/** j and k go from row to row by moving the focus to its link, which Enter opens; while an order is open they open the next. */
export function useRowKeys({ ids, openedId, rows, scrollTo, onOpen }: Rows): void {
  const lastId = useRef<string | null>(null)
  const step = (by: 1 | -1): void => {
    const focused = document.activeElement?.closest<HTMLElement>('[data-id]')?.dataset.id
    const at = ids.indexOf(openedId ?? focused ?? lastId.current ?? '')
    const index = at < 0 ? 0 : Math.min(ids.length - 1, Math.max(0, at + by))
    const id = ids[index]
    if (id === undefined) return
    lastId.current = id
    scrollTo(index)
    if (openedId !== null) return onOpen(id)
    // A row that was out of sight is drawn first.
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        rows.current?.querySelector<HTMLAnchorElement>(`[data-id="${CSS.escape(id)}"] a`)?.focus()
      })
    })
  }
  useShortcuts({ j: () => step(1), k: () => step(-1) })
}
