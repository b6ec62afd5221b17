import { onTaskDispatched, type TaskQueueFunction } from 'firebase-functions/tasks'
import { z } from 'zod'

import type { Entry } from '../deps.ts'
import { parseInput } from '../lib/parse.ts'
import { requestedRunOptions } from '../options.ts'
import { runRequested } from '../sync/requestedRun.ts'
import { choosePipelines } from './pipelines.ts'

const payloadSchema = z.strictObject({ pipeline: z.string(), ticket: z.string() })

/** The run that somebody asked for. It throws where another run is in its way, and Cloud Tasks tries again. */
export const createRequestedSync = ({ getDeps }: Pick<Entry, 'getDeps'>): TaskQueueFunction =>
  onTaskDispatched(requestedRunOptions, async (request) => {
    const { pipeline, ticket } = parseInput(payloadSchema, request.data)
    for (const context of choosePipelines(getDeps(), pipeline)) await runRequested(context, ticket)
  })
