import type { CallableFunction } from 'firebase-functions/https'

import { startSyncRequestSchema, type StartSyncResponse } from '../contract/sync.ts'
import type { Entry } from '../deps.ts'
import { parseInput } from '../lib/parse.ts'
import { syncOptions } from '../options.ts'
import { adminCall } from './adminCall.ts'
import { pipelineArgument } from './pipelines.ts'

/** Runs an incremental sync and waits for it, or starts a full one: what the admin page's buttons call. */
export const createStartSync = (entry: Entry): CallableFunction<unknown, Promise<StartSyncResponse>> =>
  adminCall(syncOptions, entry, async (deps, data) => {
    const { mode, pipeline } = parseInput(startSyncRequestSchema, data)
    const pipelines = pipelineArgument(deps, pipeline)
    const { resyncAll, syncAll } = await import('../sync/syncAll.ts')
    const { runs } = mode === 'full' ? await resyncAll(pipelines) : await syncAll(pipelines)
    return { runs }
  })
