import { useMemo, useState } from 'react'

import { remember, remembered } from '../ui/memory.ts'
import { columnIds, type ColumnId } from './columns.tsx'

const key = 'tidemark.columns'
/** Always there: it holds the link that opens the order. */
export const linkColumn: ColumnId = 'orderNumber'
const usual: readonly ColumnId[] = ['orderNumber', 'status', 'customer', 'total', 'itemCount', 'createdAt', 'updatedAt']

export interface ColumnChoice {
  readonly chosen: ReadonlySet<ColumnId>
  readonly toggle: (id: ColumnId) => void
  /** Back to what nobody chose. */
  readonly reset: () => void
}

/** Which columns the reader wants; this browser remembers it. */
export function useColumnChoice(): ColumnChoice {
  const [stored, setStored] = useState(storedChoice)
  const chosen = useMemo(() => new Set(stored ?? usual), [stored])
  return {
    chosen,
    toggle: (id) => {
      const next = columnIds.filter((column) => (column === id ? !chosen.has(id) : chosen.has(column)))
      remember(key, next.join())
      setStored(next)
    },
    reset: () => {
      remember(key, null)
      setStored(null)
    },
  }
}

function storedChoice(): readonly ColumnId[] | null {
  const stored = remembered(key)
  if (stored === null) return null
  const names = stored.split(',')
  return columnIds.filter((id) => id === linkColumn || names.includes(id))
}
