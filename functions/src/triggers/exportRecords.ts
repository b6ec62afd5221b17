import type { CallableFunction } from 'firebase-functions/https'

import type { ExportOrdersChunk, ExportOrdersResponse } from '../contract/api.ts'
import { exportRecordsRequestSchema } from '../contract/records.ts'
import type { Entry } from '../deps.ts'
import { InvalidInputError } from '../lib/errors.ts'
import { parseInput } from '../lib/parse.ts'
import { exportOptions } from '../options.ts'
import { adminCall } from './adminCall.ts'
import { sendPieces } from './sendPieces.ts'
import { readerOf } from './streams.ts'

/** Every record of a query, of any stream, as one file, streamed; what it returns follows the last piece. */
export const createExportRecords = (
  entry: Entry,
): CallableFunction<unknown, Promise<ExportOrdersResponse | null>, ExportOrdersChunk> =>
  adminCall(exportOptions, entry, async (deps, data, answer) => {
    const { stream, ...request } = parseInput(exportRecordsRequestSchema, data)
    const reader = readerOf(deps, stream)
    // Without a stream of pieces the whole file would have to wait in memory.
    if (answer === null) throw new InvalidInputError('Accept', 'must be text/event-stream: call stream()')
    const { exportRecords } = await import('../query/records/exportRecords.ts')
    return sendPieces(exportRecords(reader, request, deps.timeZone), answer)
  })
