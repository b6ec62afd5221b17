import type { RunReport } from '../../contract/sync.ts'
import type { SyncContext } from '../context.ts'
import { syncPipeline } from '../syncPipeline.ts'
import { requestDependents, requestRunBehind } from './requestRun.ts'
import type { RunScope } from './runTask.ts'

/**
 * The run that a task was asked for. Where another one is in its way, or its deadline left reports unread, it asks for one
 * that follows and does not wait for it.
 */
export async function runRequested(context: SyncContext, scope: RunScope): Promise<readonly RunReport[]> {
  const { runs, inTheWay, reported, now } = await syncPipeline(context, scope)
  await requestDependents(context, reported, now)
  if (inTheWay !== null) await requestRunBehind(context, scope, inTheWay, now)
  return runs
}
