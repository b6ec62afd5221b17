import type { CallableFunction } from 'firebase-functions/https'

import { getRecordRequestSchema, type GetRecordResponse } from '../contract/records.ts'
import type { Entry } from '../deps.ts'
import { parseInput } from '../lib/parse.ts'
import { readOptions } from '../options.ts'
import { getRecord } from '../query/records/getRecord.ts'
import { adminCall } from './adminCall.ts'
import { readerOf } from './streams.ts'

/** One whole record of any stream with the source's own. */
export const createGetRecord = (entry: Entry): CallableFunction<unknown, Promise<GetRecordResponse>> =>
  adminCall(readOptions, entry, async (deps, data) => {
    const { stream, id } = parseInput(getRecordRequestSchema, data)
    return getRecord(deps.db, readerOf(deps, stream), id)
  })
