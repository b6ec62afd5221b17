import { onTaskDispatched, type TaskQueueFunction } from 'firebase-functions/tasks'
import { z } from 'zod'

import type { Entry } from '../deps.ts'
import { parseInput } from '../lib/parse.ts'
import { untilScheduled } from '../lib/scheduler/taskQueue.ts'
import { requestedRunOptions } from '../options.ts'
import { runScopes } from '../sync/requests/runTask.ts'
import { choosePipelines } from './pipelines.ts'

const payloadSchema = z.strictObject({ pipeline: z.string(), scope: z.enum(runScopes), scheduledMs: z.int() })

/** The run that somebody asked for. It throws where the run could not be made or followed up, and Cloud Tasks tries again. */
export const createRequestedSync = ({ getDeps }: Pick<Entry, 'getDeps'>): TaskQueueFunction =>
  onTaskDispatched(requestedRunOptions, async (request) => {
    const { pipeline, scope, scheduledMs } = parseInput(payloadSchema, request.data)
    const deps = getDeps()
    await untilScheduled(scheduledMs, deps.clock)
    const { runRequested } = await import('../sync/requests/requestedRun.ts')
    for (const context of choosePipelines(deps, pipeline)) await runRequested(context, scope)
  })
