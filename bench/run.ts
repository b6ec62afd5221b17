import { buildFunctions } from '../tools/build.ts'
import { formatCount } from '../tools/local/report.ts'
import { costsBeside } from './costs.ts'
import { measureGrowth } from './growth/growth.ts'
import { freshProject } from './lab/databases.ts'
import type { Lab } from './lab/lab.ts'
import type { Plan } from './plan.ts'
import type { GrowthResult, LatencyResult, Results, SharedDay, SightResult, SyncResult } from './results.ts'
import { BenchStore } from './store.ts'
import { copyBy, type FullCopy } from './sync/fullCopy.ts'

interface StoreResult {
  readonly copy: FullCopy
  readonly scenario: SharedDay
  readonly latency: LatencyResult
}

/** Runs every part, one after another. */
export async function runBench(lab: Lab, plan: Plan): Promise<Results> {
  const { progress } = lab
  const sizes = plan.stores.map(({ orders }) => orders)
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)]
  await buildFunctions()
  const growth = lab.kept('growth', await lab.withEmulator(() => growthOf(lab, plan)))
  const stores = new Map<number, StoreResult>()
  let sight: SightResult | null = null
  let incremental: SyncResult['incremental'] = {}
  let bulkWriter = 0
  for (const store of plan.stores) {
    if (store.orders === largest) {
      // Right before the copy that it is compared with: a machine's speed changes within minutes.
      progress.step(`bulkWriter: ${formatCount(largest)} documents`)
      const copying = lab.withEmulator(() => copyBy('bulkWriter', freshProject(), largest))
      bulkWriter = lab.kept('bulkWriter', (await copying).documentsPerSecond)
    }
    await lab.withEmulator(async () => {
      const measured = await BenchStore.open(store, progress)
      const keptHere = <T>(part: string, found: T): T => lab.kept(`${part} of ${store.orders}`, found)
      const copy = keptHere('copy', measured.copy)
      const scenario = keptHere('scenario', await measured.scenario())
      if (store.orders === smallest) sight = keptHere('sight', await measured.sight())
      if (store.orders === largest) {
        incremental = keptHere('incremental', await measured.incremental(plan.incremental))
      }
      const latency = keptHere('latency', await measured.latency())
      stores.set(store.orders, { copy, scenario, latency })
    })
  }
  const last = stores.get(largest)
  if (last === undefined || sight === null) throw new Error('The plan has no store.')
  const { documentsPerSecond, reads, writes } = last.copy
  const byOrders = <T>(pick: (result: StoreResult) => T): Map<number, T> =>
    new Map([...stores].map(([orders, result]) => [orders, pick(result)]))
  const costs = await costsBeside(
    lab,
    plan,
    byOrders(({ scenario }) => scenario),
  )
  return {
    environment: lab.environment(),
    costs,
    sight,
    latency: last.latency,
    latencyOrders: largest,
    latencyByOrders: Object.fromEntries(byOrders(({ latency }) => latency)),
    growth,
    sync: {
      full: { tidemark: documentsPerSecond, bulkWriter, orders: largest, reads, writes },
      incremental,
    },
  }
}

async function growthOf({ progress }: Lab, plan: Plan): Promise<Record<string, GrowthResult>> {
  const results: Record<string, GrowthResult> = {}
  for (const { orders, runs } of plan.growth) {
    const written = progress.step(`growth: a cache of ${formatCount(orders)} orders`)
    results[orders] = await measureGrowth(orders, runs, (done) => written(done, orders))
  }
  return results
}
