import { onTaskDispatched, type TaskQueueFunction } from 'firebase-functions/tasks'
import { z } from 'zod'

import type { Entry } from '../deps.ts'
import { parseInput } from '../lib/parse.ts'
import { taskOptions } from '../options.ts'
import { choosePipelines } from './pipelines.ts'

const payloadSchema = z.strictObject({ pipeline: z.string() })

/** One task of a pipeline's full run. It throws after a passing failure, and Cloud Tasks tries again. */
export const createFullSync = ({ getDeps }: Pick<Entry, 'getDeps'>): TaskQueueFunction =>
  onTaskDispatched(taskOptions, async (request) => {
    const { pipeline } = parseInput(payloadSchema, request.data)
    const { runFullTask } = await import('../sync/full/runFull.ts')
    for (const context of choosePipelines(getDeps(), pipeline)) await runFullTask(context)
  })
