import type { CallableFunction } from 'firebase-functions/https'

import { emptyRequestSchema } from '../contract/sync.ts'
import type { DescribeStreamsResponse } from '../contract/records.ts'
import type { Entry } from '../deps.ts'
import { parseInput } from '../lib/parse.ts'
import { readOptions } from '../options.ts'
import { describeStream } from '../query/records/describe.ts'
import { adminCall } from './adminCall.ts'

/** The streams that there are, and what can be asked of each of their columns. */
export const createDescribeStreams = (entry: Entry): CallableFunction<unknown, Promise<DescribeStreamsResponse>> =>
  adminCall(readOptions, entry, async ({ readers }, data) => {
    parseInput(emptyRequestSchema, data)
    const names = [...readers.keys()]
    return { streams: [...readers.values()].map(({ stream, pipelines }) => describeStream(stream, pipelines, names)) }
  })
