import { buildFunctions } from '../scripts/build.ts'
import { formatCount } from '../scripts/local/report.ts'
import { withFirestore } from '../scripts/stack/firestoreOnly.ts'
import { measureGrowth } from './growth/growth.ts'
import { VirtualClock } from './lab/clock.ts'
import { connect, freshProject } from './lab/databases.ts'
import type { Progress } from './lab/progress.ts'
import { BenchShop } from './lab/shop.ts'
import { measureLatency } from './latency/latency.ts'
import type { Plan, StorePlan } from './plan.ts'
import { runScenario } from './reads/scenario.ts'
import { javaOptionsFor, readEnvironment } from './report/environment.ts'
import type { GrowthResult, LatencyResult, Results, ScenarioResult, SyncResult } from './results.ts'
import { copyByBulkWriter, copyByTidemark } from './sync/fullCopy.ts'
import { measureIncremental } from './sync/incremental.ts'

interface StoreResult {
  readonly scenario: ScenarioResult
  readonly latency: LatencyResult
  readonly copy: Awaited<ReturnType<typeof copyByTidemark>>
  readonly incremental: SyncResult['incremental']
}

/** Runs every part, one after another: the emulator gives memory back only when it ends, so stores have one each. */
export async function runBench(plan: Plan, interrupted: AbortSignal, progress: Progress): Promise<Results> {
  const startedMs = performance.now()
  const largest = Math.max(...plan.stores.map(({ orders }) => orders))
  const javaOptions = javaOptionsFor(largest)
  await buildFunctions()
  const withEmulator = <T>(work: () => Promise<T>): Promise<T> => withFirestore(interrupted, javaOptions, work)

  const growth = await withEmulator(() => growthOf(plan, progress))
  const bulkWriter = await withEmulator(() =>
    copyByBulkWriter(largest, progress.step(`bulkWriter: ${formatCount(largest)} documents`)),
  )
  const stores = new Map<number, StoreResult>()
  for (const store of plan.stores) {
    stores.set(store.orders, await withEmulator(() => measureStore(store, store.orders === largest ? plan : null, progress)))
  }
  const last = stores.get(largest)
  if (last === undefined) throw new Error('The plan has no store.')
  const { documentsPerSecond, reads, writes } = last.copy
  const byOrders = <T>(pick: (result: StoreResult) => T): Record<string, T> =>
    Object.fromEntries([...stores].map(([orders, result]) => [orders, pick(result)]))
  return {
    environment: readEnvironment(plan.mode, javaOptions, (performance.now() - startedMs) / 1000),
    scenario: byOrders(({ scenario }) => scenario),
    latency: last.latency,
    latencyOrders: largest,
    latencyByOrders: byOrders(({ latency }) => latency),
    growth,
    sync: {
      full: { tidemark: documentsPerSecond, bulkWriter, orders: largest, reads, writes },
      incremental: last.incremental,
    },
  }
}

async function growthOf({ growth }: Plan, progress: Progress): Promise<Record<string, GrowthResult>> {
  const results: Record<string, GrowthResult> = {}
  for (const { orders, runs } of growth) {
    const step = progress.step(`growth: a cache of ${formatCount(orders)} orders`)
    results[orders] = await measureGrowth(orders, runs, (done) => step(done, orders))
  }
  return results
}

/** Everything that is measured on one store; the incremental runs only where `plan` is given. */
async function measureStore(
  { orders, scenario, latency }: StorePlan,
  plan: Plan | null,
  progress: Progress,
): Promise<StoreResult> {
  const projectId = freshProject()
  const db = connect(projectId)
  const clock = new VirtualClock()
  const store = `${formatCount(orders)} orders`
  const seeding = progress.step(`${store}: writing the shop's own`)
  const shop = await BenchShop.open(db, orders, (done) => seeding(done, orders))
  progress.step(`${store}: full run`)
  const copy = await copyByTidemark(projectId, orders, clock)
  const day = progress.step(`${store}: a day of sessions and syncs, events`)
  const bills = await runScenario(projectId, shop, clock, scenario, day)
  progress.step(`${store}: incremental runs`)
  // Without changes to measure it only brings the cache up to date.
  const { changes, runs } = plan?.incremental ?? { changes: [], runs: 0 }
  const incremental = await measureIncremental(projectId, shop, clock, changes, runs)
  const times = await measureLatency(projectId, latency, (who) => void progress.step(`${store}: latency of ${who}`))
  await db.terminate()
  return { scenario: bills, latency: times, copy, incremental }
}
