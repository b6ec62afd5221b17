import { FeedStore } from './feedStore.ts'
import type { Lab } from './lab/lab.ts'
import type { Plan } from './plan.ts'
import type { BusyStretch, CostResult, FeedDay, ScenarioResult, SharedDay } from './results.ts'
import { BenchStore } from './store.ts'

/** Measures the costs alone: the days on each store, and the busy shop. */
export async function runCosts(lab: Lab, plan: Plan): Promise<CostResult> {
  const days = new Map<number, SharedDay>()
  for (const store of plan.stores) {
    const day = await lab.withEmulator(async () => (await BenchStore.open(store, lab.progress)).scenario())
    days.set(store.orders, lab.kept(`scenario of ${store.orders}`, day))
  }
  return costsBeside(lab, plan, days)
}

/** The costs of which the shared days, by number of orders, are measured already. */
export async function costsBeside(lab: Lab, plan: Plan, days: ReadonlyMap<number, SharedDay>): Promise<CostResult> {
  const busiest = Math.min(...days.keys())
  const scenario: Record<string, ScenarioResult> = {}
  const feedDay: Record<string, FeedDay> = {}
  let stretches: readonly BusyStretch[] = []
  for (const { orders, feedDayShare } of plan.stores) {
    const shared = days.get(orders)
    if (shared === undefined) throw new Error(`Nobody has seen a day of ${orders} orders.`)
    await lab.withEmulator(async () => {
      const store = await FeedStore.open(orders, lab.progress)
      const { bill, day } = lab.kept(`feed day of ${orders}`, await store.day(feedDayShare))
      scenario[orders] = { ...shared, tidemarkFeed: bill }
      feedDay[orders] = day
      if (orders === busiest) stretches = lab.kept('busy shop', await store.busyShop(plan.busyShop))
    })
  }
  return { environment: lab.environment(), scenario, feedDay, busyShop: { orders: busiest, stretches } }
}
