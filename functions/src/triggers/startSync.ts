import { onCall, type CallableFunction } from 'firebase-functions/https'

import type { Deps } from '../deps.ts'
import { parseInput } from '../lib/parse.ts'
import { startSyncRequestSchema, type RunReport, type StartedRun } from '../model/api.ts'
import { syncOptions } from '../options.ts'
import { resyncAll, syncAll } from '../sync/syncAll.ts'
import { pipelineArgument } from './pipelines.ts'
import { answer } from './respond.ts'

interface StartSyncResponse {
  readonly runs: readonly (RunReport | StartedRun)[]
}

/** Runs an incremental sync and waits for it, or starts a full one: what the admin page's buttons call. */
export const createStartSync = (getDeps: () => Deps): CallableFunction<unknown, Promise<StartSyncResponse>> =>
  onCall(syncOptions, (request) => {
    const deps = getDeps()
    return answer(deps, request, async () => {
      const { mode, pipeline } = parseInput(startSyncRequestSchema, request.data)
      const pipelines = pipelineArgument(deps, pipeline)
      const { runs } = mode === 'full' ? await resyncAll(pipelines) : await syncAll(pipelines)
      return { runs }
    })
  })
