import { filterSchema, type Filter } from 'contract/api.ts'
import { lostStatuses } from 'contract/order.ts'
import type { ShopDay } from '../ui/shopZone.tsx'
import { periods, type Period } from './periods.ts'
import { dayRangeOf, rangeNames, type RangeName } from './ranges.ts'

/* What the overview shows, as it stands in the address: the one place that holds it, as with the list. */

export interface OverviewState {
  readonly range: RangeName
  readonly by: Period
  /** Null: the one with most orders. */
  readonly currency: string | null
  /** Whether cancelled and refunded orders are in the revenue, too. */
  readonly includesLost: boolean
}

export const initialOverviewState: OverviewState = { range: '30d', by: 'day', currency: null, includesLost: false }

const lostText = lostStatuses.join(',')

/** What an address says; `ignored` names the parts that nobody could have meant, which are left out. */
export function parseOverviewState(params: URLSearchParams): {
  readonly state: OverviewState
  readonly ignored: string[]
} {
  const ignored: string[] = []
  const given = <T>(name: string, read: (text: string) => T | undefined): T | undefined => {
    const text = params.get(name)
    if (text === null) return undefined
    const value = read(text)
    if (value === undefined) ignored.push(name)
    return value
  }
  const state = {
    range: given('range', oneOf(rangeNames)) ?? initialOverviewState.range,
    by: given('by', oneOf(periods)) ?? initialOverviewState.by,
    currency: given('currency', (text) => filterSchema.shape.currency.safeParse([text]).data?.[0]) ?? null,
    includesLost: given('include', oneOf([lostText])) !== undefined,
  }
  return { state, ignored }
}

/** The address of a state; what is as it is by default is left out. */
export function formatOverviewState({ range, by, currency, includesLost }: OverviewState): URLSearchParams {
  const params = new URLSearchParams()
  if (range !== initialOverviewState.range) params.set('range', range)
  if (by !== initialOverviewState.by) params.set('by', by)
  if (currency !== null) params.set('currency', currency)
  if (includesLost) params.set('include', lostText)
  return params
}

/** The orders that a state is about, of every currency and status. */
export function filterOf({ range }: OverviewState, day: ShopDay): Filter {
  return dayRangeOf(range, day)
}

function oneOf<T extends string>(values: readonly T[]): (text: string) => T | undefined {
  return (text) => values.find((value) => value === text)
}
