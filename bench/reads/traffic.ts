import { randomFrom } from '../../tools/samples/random.ts'
import { openingMs } from '../lab/clock.ts'
import type { BenchShop } from '../lab/shop.ts'
import { eventsOf, type DayEvent } from './day.ts'
import { dayMs, viewsOf, type View } from './sessions.ts'

const seed = 11
/** What happens on a day. */
export const traffic = {
  sessions: 100,
  viewsPerSession: 10,
  newOrders: 100,
  changedOrders: 200,
  syncs: 96,
  instances: 24,
} as const
/** Admins look for the newest orders. */
const known = 2_000

/** The day after the opening of a shop: the same one for every shop of one size. */
export function dayOf(shop: BenchShop): { readonly views: readonly View[]; readonly events: readonly DayEvent[] } {
  const random = randomFrom(seed)
  const instanceMs = dayMs / traffic.instances
  const views = viewsOf({ from: openingMs, ...traffic, instanceMs }, random, shop.newest(known))
  return { views, events: eventsOf({ from: openingMs, ...traffic }, random, views) }
}
