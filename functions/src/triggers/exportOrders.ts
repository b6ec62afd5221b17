import type { CallableFunction } from 'firebase-functions/https'

import { exportOrdersRequestSchema, type ExportOrdersChunk, type ExportOrdersResponse } from '../contract/api.ts'
import type { Entry } from '../deps.ts'
import { InvalidInputError } from '../lib/errors.ts'
import { parseInput } from '../lib/parse.ts'
import { exportOptions } from '../options.ts'
import { adminCall } from './adminCall.ts'
import { sendPieces } from './sendPieces.ts'

/** Every order of a query as one file, streamed; what it returns (null to a client that has left) follows the last piece. */
export const createExportOrders = (
  entry: Entry,
): CallableFunction<unknown, Promise<ExportOrdersResponse | null>, ExportOrdersChunk> =>
  adminCall(exportOptions, entry, async ({ db, reader, timeZone }, data, stream) => {
    const request = parseInput(exportOrdersRequestSchema, data)
    // Without a stream the whole file would have to wait in memory.
    if (stream === null) {
      throw new InvalidInputError('Accept', 'must be text/event-stream: call stream(), or use downloadOrders')
    }
    const { exportOrders } = await import('../query/orders/exportOrders.ts')
    return sendPieces(exportOrders(db, reader, request, timeZone), stream)
  })
