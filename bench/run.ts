import { buildFunctions } from '../scripts/build.ts'
import { formatCount } from '../scripts/local/report.ts'
import { withFirestore } from '../scripts/stack/firestoreOnly.ts'
import { measureGrowth } from './growth/growth.ts'
import { freshProject } from './lab/databases.ts'
import type { Progress } from './lab/progress.ts'
import type { Plan } from './plan.ts'
import { javaOptionsFor, readEnvironment } from './report/environment.ts'
import type { GrowthResult, LatencyResult, Results, ScenarioResult, SightResult, SyncResult } from './results.ts'
import { BenchStore } from './store.ts'
import { copyBy, type FullCopy } from './sync/fullCopy.ts'

interface StoreResult {
  readonly copy: FullCopy
  readonly scenario: ScenarioResult
  readonly latency: LatencyResult
}

/**
 * Runs every part, one after another: the emulator gives memory back only when it ends, so stores have one each. `keep` is
 * told what each part found as it ends, so that a failure in the last one does not lose the first.
 */
export async function runBench(
  plan: Plan,
  interrupted: AbortSignal,
  progress: Progress,
  keep: (part: string, found: unknown) => void,
): Promise<Results> {
  const kept = <T>(part: string, found: T): T => {
    keep(part, found)
    return found
  }
  const startedMs = performance.now()
  const sizes = plan.stores.map(({ orders }) => orders)
  const [smallest, largest] = [Math.min(...sizes), Math.max(...sizes)]
  const javaOptions = javaOptionsFor(largest)
  await buildFunctions()
  const withEmulator = <T>(work: () => Promise<T>): Promise<T> =>
    withFirestore(interrupted, javaOptions, (env) => {
      // The clients of this process and of those that it starts look there.
      Object.assign(process.env, env)
      return work()
    })

  const growth = kept('growth', await withEmulator(() => growthOf(plan, progress)))
  const stores = new Map<number, StoreResult>()
  let sight: SightResult | null = null
  let incremental: SyncResult['incremental'] = {}
  let bulkWriter = 0
  for (const store of plan.stores) {
    if (store.orders === largest) {
      // Right before the copy that it is compared with: a machine's speed changes within minutes.
      progress.step(`bulkWriter: ${formatCount(largest)} documents`)
      const copying = withEmulator(() => copyBy('bulkWriter', freshProject(), largest))
      bulkWriter = kept('bulkWriter', (await copying).documentsPerSecond)
    }
    await withEmulator(async () => {
      const measured = await BenchStore.open(store, progress)
      const keptHere = <T>(part: string, found: T): T => kept(`${part} of ${store.orders}`, found)
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
  const byOrders = <T>(pick: (result: StoreResult) => T): Record<string, T> =>
    Object.fromEntries([...stores].map(([orders, result]) => [orders, pick(result)]))
  return {
    environment: readEnvironment(plan.mode, javaOptions, (performance.now() - startedMs) / 1000),
    scenario: byOrders(({ scenario }) => scenario),
    sight,
    latency: last.latency,
    latencyOrders: largest,
    latencyByOrders: byOrders(({ latency }) => latency),
    growth,
    sync: {
      full: { tidemark: documentsPerSecond, bulkWriter, orders: largest, reads, writes },
      incremental,
    },
  }
}

async function growthOf({ growth }: Plan, progress: Progress): Promise<Record<string, GrowthResult>> {
  const results: Record<string, GrowthResult> = {}
  for (const { orders, runs } of growth) {
    const written = progress.step(`growth: a cache of ${formatCount(orders)} orders`)
    results[orders] = await measureGrowth(orders, runs, (done) => written(done, orders))
  }
  return results
}
