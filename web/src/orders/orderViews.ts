import type { TimeZone } from 'contract/timeZone.ts'
import type { BuiltInView } from '../list/useListViews.ts'
import { hrefOf } from '../routing/location.ts'
import { asking, formatListState, initialListState, type ListState } from './listState.ts'

/* The views of the orders. A view is a filter and a sort as an address has them; page and page size are the reader's. */

/** Under which this browser keeps the reader's own. */
export const viewsKey = 'tidemark.views.orders'

/** The query of a view for a state. What is chosen from a list is in one order, whichever was chosen first. */
export function viewQuery(state: ListState): string {
  const { filter } = state
  const sorted = {
    ...filter,
    ...(filter.status && { status: filter.status.toSorted(byWord) }),
    ...(filter.source && { source: filter.source.toSorted(byWord) }),
    ...(filter.currency && { currency: filter.currency.toSorted(byWord) }),
  }
  const { limit } = initialListState
  return formatListState(asking(state, { filter: sorted, limit })).toString()
}

/** The link to a view, with so many rows a page. */
export function hrefOfView(query: string, limit = initialListState.limit): string {
  const params = new URLSearchParams(query)
  if (limit !== initialListState.limit) params.set('limit', String(limit))
  return hrefOf(['orders'], params)
}

/** The views that every list of orders has; `zone` is the shop's, null until it is known. */
export function builtInViews(zone: TimeZone | null): readonly BuiltInView[] {
  const unfulfilled = { status: ['pending', 'on_hold', 'processing'] } satisfies ListState['filter']
  return [
    { name: 'All', query: '' },
    {
      name: 'Unfulfilled',
      query: viewQuery({ ...initialListState, filter: unfulfilled }),
      note: 'Unfulfilled: pending, on hold or processing.',
    },
    {
      name: 'Today',
      query: viewQuery({ ...initialListState, created: 'today' }),
      note: `Today: placed since midnight${zone === null ? '' : ` in ${zone.name}`}.`,
    },
  ]
}

function byWord(a: string, b: string): number {
  return a < b ? -1 : 1
}
