import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import type { OrderRow } from 'contract/api.ts'
import { useBackend } from '../../backend/context.ts'

const debounceMs = 250
const fewestCharacters = 2
const mostOrders = 6
/** In milliseconds; somebody who types, deletes and types again asks once. */
const freshMs = 30_000

interface FoundOrders {
  readonly orders: readonly OrderRow[]
  readonly isSearching: boolean
  readonly error: Error | null
}

/** Looks orders up as somebody types, a moment after the last key: one page of the list, and none of an earlier text. */
export function useFoundOrders(text: string): FoundOrders {
  const { calls } = useBackend()
  const asked = text.trim()
  const settled = useSettled(asked)
  const isAsked = asked.length >= fewestCharacters
  const { data, error, isFetching } = useQuery({
    queryKey: ['palette', settled],
    queryFn: () => calls.listOrders({ filter: { search: settled }, limit: mostOrders }),
    enabled: isAsked && settled === asked,
    staleTime: freshMs,
  })
  if (!isAsked) return { orders: [], isSearching: false, error: null }
  if (settled !== asked) return { orders: [], isSearching: true, error: null }
  return { orders: data?.orders ?? [], isSearching: isFetching && data === undefined, error }
}

/** A text, once it has stayed the same for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), debounceMs)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
