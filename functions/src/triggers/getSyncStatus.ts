import { onCall, type CallableFunction } from 'firebase-functions/https'

import type { Deps } from '../deps.ts'
import { parseInput } from '../lib/parse.ts'
import { emptyRequestSchema, type SyncStatusResponse } from '../model/api.ts'
import { readOptions } from '../options.ts'
import { answer } from './respond.ts'
import { statusOfAll } from './syncStatus.ts'

/** What `syncStatus` answers, for a signed-in admin. */
export const createGetSyncStatus = (getDeps: () => Deps): CallableFunction<unknown, Promise<SyncStatusResponse>> =>
  onCall(readOptions, (request) => {
    const deps = getDeps()
    return answer(deps, request, () => {
      parseInput(emptyRequestSchema, request.data)
      return statusOfAll(deps)
    })
  })
