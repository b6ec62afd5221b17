import type { CallableFunction } from 'firebase-functions/https'

import type { Deps } from '../deps.ts'
import { parseInput } from '../lib/parse.ts'
import { emptyRequestSchema, type SyncStatusResponse } from '../model/api.ts'
import { readOptions } from '../options.ts'
import { adminCall } from './adminCall.ts'
import { statusOfAll } from './syncStatus.ts'

/** What `syncStatus` answers, for a signed-in admin. */
export const createGetSyncStatus = (getDeps: () => Deps): CallableFunction<unknown, Promise<SyncStatusResponse>> =>
  adminCall(readOptions, getDeps, async (deps, data) => {
    parseInput(emptyRequestSchema, data)
    return statusOfAll(deps)
  })
