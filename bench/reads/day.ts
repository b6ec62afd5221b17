import type { Random } from '../../tools/samples/random.ts'
import { dayMs, type View } from './sessions.ts'

/** What happens on the day, in the order of time. */
export type DayEvent =
  | { readonly kind: 'trade'; readonly at: number; readonly isNew: boolean }
  | { readonly kind: 'recycle'; readonly at: number }
  | { readonly kind: 'sync'; readonly at: number }
  | { readonly kind: 'view'; readonly at: number; readonly view: View; readonly index: number }

export interface DayOfTrade {
  readonly from: number
  readonly newOrders: number
  readonly changedOrders: number
  readonly syncs: number
  readonly instances: number
}

/** At one moment the shop trades first, then instances die, then the sync runs, and people look last. */
const ranks = { trade: 0, recycle: 1, sync: 2, view: 3 } as const

/** The day's events: trade at any time, syncs and new instances at regular ones. */
export function eventsOf(day: DayOfTrade, random: Random, views: readonly View[]): DayEvent[] {
  const anyTime = (): number => day.from + random.integer(0, dayMs - 1)
  const events: DayEvent[] = [
    ...Array.from({ length: day.newOrders }, () => ({ kind: 'trade', at: anyTime(), isNew: true }) as const),
    ...Array.from({ length: day.changedOrders }, () => ({ kind: 'trade', at: anyTime(), isNew: false }) as const),
    ...regularly(day.syncs).map((share) => ({ kind: 'sync', at: day.from + (share + 1 / day.syncs) * dayMs }) as const),
    ...regularly(day.instances).map((share) => ({ kind: 'recycle', at: day.from + share * dayMs }) as const),
    ...views.map((view, index) => ({ kind: 'view', at: view.at, view, index }) as const),
  ]
  return events.sort((a, b) => a.at - b.at || ranks[a.kind] - ranks[b.kind])
}

/** `count` shares of a whole: 0, 1/count, 2/count, ... */
function regularly(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i / count)
}
