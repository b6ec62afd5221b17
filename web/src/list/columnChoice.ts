import { useMemo, useState } from 'react'

import { remember, remembered } from '../ui/memory.ts'

/** The columns that a table may have. */
export interface ChoosableColumns {
  /** Under which this browser remembers the choice. */
  readonly memoryKey: string
  /** Every column's id, in the table's order. */
  readonly all: readonly string[]
  /** Those that are shown where nobody chose. */
  readonly usual: readonly string[]
  /** The one that is always there: it holds the link that opens the record. */
  readonly link: string
}

export interface ColumnChoice {
  readonly chosen: ReadonlySet<string>
  readonly link: string
  readonly toggle: (id: string) => void
  /** Back to what nobody chose. */
  readonly reset: () => void
}

/** Returns the columns that the reader has chosen, and the means to choose others; this browser remembers them. */
export function useColumnChoice({ memoryKey, all, usual, link }: ChoosableColumns): ColumnChoice {
  const [stored, setStored] = useState(() => storedIn(memoryKey))
  const chosen = useMemo(() => {
    const names = stored ?? usual
    return new Set(all.filter((id) => id === link || names.includes(id)))
  }, [stored, all, usual, link])
  return {
    chosen,
    link,
    toggle: (id) => {
      const next = all.filter((column) => (column === id ? !chosen.has(id) : chosen.has(column)))
      remember(memoryKey, next.join())
      setStored(next)
    },
    reset: () => {
      remember(memoryKey, null)
      setStored(null)
    },
  }
}

function storedIn(memoryKey: string): readonly string[] | null {
  return remembered(memoryKey)?.split(',') ?? null
}
