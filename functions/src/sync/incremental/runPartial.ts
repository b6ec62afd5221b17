import type { Lease } from '../../cache/lease.ts'
import type { OrderStatus } from '../../contract/order.ts'
import type { RunReport } from '../../contract/sync.ts'
import type { Meter } from '../../lib/meter.ts'
import { noCounts } from '../../model/state.ts'
import { sourceIdOf } from '../../model/stream.ts'
import { copyByIds } from '../commit/byIds.ts'
import { Committer } from '../commit/committer.ts'
import { endRun, failRun } from '../commit/ending.ts'
import { Run } from '../commit/run.ts'
import { silent } from '../commit/step.ts'
import type { SyncContext } from '../context.ts'
import { AllRows } from '../full/knownRows.ts'

/** Orders are asked for in lots of this many; the deadline is looked at between them. */
const lotSize = 300

/**
 * One run under a lease that was just taken that asks the source for the cached orders of some statuses, and for nothing else: what
 * they are now. It moves neither watermark nor bound, and finds no order that is not cached.
 */
export async function runPartial(
  context: SyncContext,
  lease: Lease,
  meter: Meter,
  statuses: readonly OrderStatus[],
  deadlineMs: number,
): Promise<{ readonly report: RunReport; readonly reported: readonly string[] }> {
  const run = new Run(context, lease, meter, 'incremental', noCounts, deadlineMs)
  const committer = new Committer(run)
  try {
    const rows = new AllRows(await run.cache.allRows())
    const wanted = new Set<unknown>(statuses)
    const ids = rows.live(({ status }) => wanted.has(status)).map(({ id }) => sourceIdOf(id))
    let done = 0
    while (done < ids.length && !run.isPastDeadline) {
      await copyByIds(committer, ids.slice(done, done + lotSize), rows, null, silent)
      done += Math.min(lotSize, ids.length - done)
    }
    const partial = { status: statuses, left: ids.length - done }
    return { report: await endRun(committer, 'succeeded', {}, { partial }), reported: run.reported }
  } catch (error) {
    return { report: await failRun(committer, error, {}), reported: run.reported }
  }
}
