import { ByteBudget } from '../../functions/src/lib/byteBudget.ts'
import { memoryBytes } from '../../functions/src/sync/context.ts'
import { Shop } from './shop.ts'

/*
 * A process of its own that syncs several shops at once, as one instance of a function does, and tells how many orders it
 * created and how much memory that took at most, as the operating system counts it:
 * node measuredSync.ts full|incremental PROJECT...
 */
const [job, ...projectIds] = process.argv.slice(2)
const memory = new ByteBudget(memoryBytes)
const limits = { softDeadlineMs: 600_000, leaseMs: 700_000 }

const created = await Promise.all(
  projectIds.map(async (projectId) => {
    const shop = new Shop({ projectId, settings: { pageSize: 480 }, limits, memory })
    const worker = shop.worker()
    if (job === 'full') await shop.fullRun(worker)
    const runs = await worker.sync()
    await shop.db.terminate()
    return runs.reduce((sum, run) => sum + run.created, 0)
  }),
)
process.stdout.write(JSON.stringify({ created, peakMb: process.resourceUsage().maxRSS / 1024 }))
