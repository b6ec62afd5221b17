import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useState, type RefObject } from 'react'

interface Rows {
  readonly scroller: RefObject<HTMLElement | null>
  readonly count: number
  /** The height in pixels of each row while the text is of the usual size; what is drawn tells what it is. */
  readonly height: number
  /** The room between two rows in pixels. */
  readonly gap?: number
  /** Names the list that is shown: another one begins at its top. */
  readonly list: string
}

export interface DrawnRows {
  /** The numbers of the rows in sight and of some around them, from 0. */
  readonly indexes: readonly number[]
  /** The height in pixels of the rows above and below that are not drawn. */
  readonly before: number
  readonly after: number
  readonly scrollTo: (index: number) => void
}

const overscan = 16

/** The rows of a long page that are drawn: those in sight, and some around them. */
export function useDrawnRows({ scroller, count, height, gap = 0, list }: Rows): DrawnRows {
  const [rowHeight, setRowHeight] = useState(height)
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    gap,
    overscan,
  })
  useLayoutEffect(() => virtual.measure(), [virtual, rowHeight])
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 })
  }, [scroller, list])
  const drawn = virtual.getVirtualItems()
  const first = drawn[0]?.index
  // All rows have the height of one of them, which grows with the reader's text.
  useEffect(() => {
    const row = scroller.current?.querySelector('[data-id]')
    if (!row) return
    const observer = new ResizeObserver(() => {
      // Of a row that is drawn no more there is nothing to tell.
      if (row.isConnected) setRowHeight(row.getBoundingClientRect().height)
    })
    observer.observe(row)
    return () => observer.disconnect()
  }, [scroller, list, count, first])
  return {
    indexes: drawn.map(({ index }) => index),
    before: drawn[0]?.start ?? 0,
    after: virtual.getTotalSize() - (drawn.at(-1)?.end ?? 0),
    scrollTo: (index) => virtual.scrollToIndex(index),
  }
}
