import { connect, freshProject } from '../lab/databases.ts'
import { median } from '../lab/timing.ts'
import type { GrowthResult } from '../results.ts'
import { writeCache } from './store.ts'
import { instanceTasks, runInstance, type InstanceTask } from './tasks.ts'

/**
 * What a store of `orders` costs an instance. Each figure is the median of `runs` new processes; the tasks take turns, so
 * that a machine that slows down meanwhile slows all of them.
 */
export async function measureGrowth(
  orders: number,
  runs: number,
  onProgress: (done: number) => void,
): Promise<GrowthResult> {
  const projectId = freshProject()
  const db = connect(projectId)
  const stored = await writeCache(db, orders, onProgress)
  await db.terminate()
  const figures: [task: InstanceTask, figures: Readonly<Record<string, number>>][] = []
  for (let i = 0; i < runs; i++) {
    for (const task of instanceTasks) figures.push([task, await runInstance(projectId, stored.segments, task)])
  }
  const medianOf = (task: InstanceTask, name: string): number =>
    median(figures.flatMap(([measured, one]) => (measured === task ? (one[name] ?? []) : [])))
  return {
    memoryMB: medianOf('memory', 'kept') / 1e6,
    rssMB: medianOf('memory', 'rss') / 1e6,
    coldMs: medianOf('load', 'ms'),
    fetchMs: medianOf('fetch', 'ms'),
    firstSearchMs: medianOf('load', 'firstSearchMs'),
    firstSortMs: medianOf('load', 'firstSortMs'),
    warmP50: medianOf('load', 'warmP50'),
    firstPageMs: medianOf('firstPage', 'ms'),
    firstPageReads: medianOf('firstPage', 'reads'),
    warmPageReads: medianOf('load', 'warmReads'),
    fullViewReads: medianOf('load', 'reads'),
    ...stored,
  }
}
