import type { CallableFunction } from 'firebase-functions/https'

import { listRecordsRequestSchema, type ListRecordsResponse } from '../contract/records.ts'
import type { Entry } from '../deps.ts'
import { listRecords } from '../engine/records/listRecords.ts'
import { parseInput } from '../lib/parse.ts'
import { readOptions } from '../options.ts'
import { adminCall } from './adminCall.ts'
import { readerOf } from './streams.ts'

/** A page of the cached records of any stream: filtered, sorted, counted. */
export const createListRecords = (entry: Entry): CallableFunction<unknown, Promise<ListRecordsResponse>> =>
  adminCall(readOptions, entry, async (deps, data) => {
    const { stream, ...request } = parseInput(listRecordsRequestSchema, data)
    return listRecords(readerOf(deps, stream), request, deps.clock)
  })
