import { systemClock } from '../../functions/src/lib/systemClock.ts'
import { taskOptions } from '../../functions/src/options.ts'
import type { SyncContext } from '../../functions/src/sync/context.ts'
import { runFullTask } from '../../functions/src/sync/full/runFull.ts'

/** Runs a full run's tasks until it has ended, each that fails again after a while, as its queue does; returns how many failed. */
export async function runTasksOf(context: SyncContext): Promise<number> {
  const { maxAttempts, minBackoffSeconds } = taskOptions.retryConfig
  for (let failed = 0; ;) {
    try {
      while ((await runFullTask(context)) === 'continues');
      return failed
    } catch (error) {
      failed += 1
      if (failed === maxAttempts) throw error
      await systemClock.sleep(minBackoffSeconds * 1000)
    }
  }
}
