import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, type RefObject } from 'react'

interface Rows {
  readonly scroller: RefObject<HTMLElement | null>
  readonly count: number
  /** The height of each row in pixels. */
  readonly height: number
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

const overscan = 12

/** The rows of a long page that are drawn: those in sight, and some around them. */
export function useDrawnRows({ scroller, count, height, list }: Rows): DrawnRows {
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan,
  })
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 })
  }, [scroller, list])
  const drawn = virtual.getVirtualItems()
  return {
    indexes: drawn.map(({ index }) => index),
    before: drawn[0]?.start ?? 0,
    after: virtual.getTotalSize() - (drawn.at(-1)?.end ?? 0),
    scrollTo: (index) => virtual.scrollToIndex(index),
  }
}
