import { connect, freshProject } from '../lab/databases.ts'
import { median } from '../lab/timing.ts'
import type { GrowthResult } from '../results.ts'
import { writeCache } from './store.ts'
import { runInstance, type InstanceTask } from './tasks.ts'

/** What a store of `orders` costs an instance; each figure is the median of `runs` new processes. */
export async function measureGrowth(
  orders: number,
  runs: number,
  onProgress: (done: number) => void,
): Promise<GrowthResult> {
  const projectId = freshProject()
  const db = connect(projectId)
  const stored = await writeCache(db, orders, onProgress)
  await db.terminate()
  const mediansOf = async (task: InstanceTask): Promise<(name: string) => number> => {
    const all: ((name: string) => number)[] = []
    for (let i = 0; i < runs; i++) all.push(await runInstance(projectId, stored.segments, task))
    return (name) => median(all.map((figureOf) => figureOf(name)))
  }
  const fetch = await mediansOf('fetch')
  const firstPage = await mediansOf('firstPage')
  const everything = await mediansOf('everything')
  const memory = await mediansOf('memory')
  return {
    memoryMB: memory('rss') / 1e6,
    heapMB: memory('heap') / 1e6,
    coldMs: everything('ms'),
    fetchMs: fetch('ms'),
    warmP50: everything('warmP50'),
    firstPageMs: firstPage('ms'),
    firstPageReads: firstPage('reads'),
    warmPageReads: everything('warmReads'),
    fullViewReads: everything('fullViewReads'),
    ...stored,
  }
}
