import type { CallableFunction } from 'firebase-functions/https'

import { emptyRequestSchema, type SyncStatusResponse } from '../contract/sync.ts'
import type { Entry } from '../deps.ts'
import { parseInput } from '../lib/parse.ts'
import { readOptions } from '../options.ts'
import { adminCall } from './adminCall.ts'
import { statusOfAll } from './syncStatus.ts'

/** What `syncStatus` answers, for a signed-in admin. */
export const createGetSyncStatus = (entry: Entry): CallableFunction<unknown, Promise<SyncStatusResponse>> =>
  adminCall(readOptions, entry, async (deps, data) => {
    parseInput(emptyRequestSchema, data)
    return statusOfAll(deps)
  })
