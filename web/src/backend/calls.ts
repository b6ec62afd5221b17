import { httpsCallable, type Functions } from 'firebase/functions'

import type {
  ExportOrdersChunk,
  ExportOrdersRequest,
  ExportOrdersResponse,
  GetOrderResponse,
  ListOrdersRequest,
  ListOrdersResponse,
  OrderStatsRequest,
  OrderStatsResponse,
} from 'contract/api.ts'
import type { StartSyncRequest, StartSyncResponse, SyncStatusResponse } from 'contract/sync.ts'
import type {
  DescribeStreamsResponse,
  ExportRecordsRequest,
  GetRecordResponse,
  ListRecordsRequest,
  ListRecordsResponse,
} from 'contract/records.ts'
import type { SaveOperatingSeasonRequest, SaveOperatingSeasonResponse } from 'contract/seasons.ts'
import { callErrorOf } from './callError.ts'

/** The public callables. Each throws a CallError. */
export interface Calls {
  readonly listOrders: (request: ListOrdersRequest) => Promise<ListOrdersResponse>
  readonly getOrder: (id: string) => Promise<GetOrderResponse>
  readonly saveOperatingSeason: (request: SaveOperatingSeasonRequest) => Promise<SaveOperatingSeasonResponse>
  readonly orderStats: (request: OrderStatsRequest) => Promise<OrderStatsResponse>
  readonly getSyncStatus: () => Promise<SyncStatusResponse>
  readonly startSync: (request: StartSyncRequest) => Promise<StartSyncResponse>
  readonly exportOrders: ExportCall<ExportOrdersRequest>
  readonly describeStreams: () => Promise<DescribeStreamsResponse>
  readonly listRecords: (request: ListRecordsRequest) => Promise<ListRecordsResponse>
  readonly getRecord: (stream: string, id: string) => Promise<GetRecordResponse>
  readonly exportRecords: ExportCall<ExportRecordsRequest>
}

/** Gives each piece of the file as it comes; the answer follows the last one, and without it the file is not whole. */
type ExportCall<Request> = (
  request: Request,
  onText: (text: string) => void,
  signal: AbortSignal,
) => Promise<ExportOrdersResponse>

/** Somebody is waiting for these. */
const pageTimeoutMs = 30_000
/** As long as the functions that run a sync may take. */
const syncTimeoutMs = 540_000

export function callsOf(functions: Functions): Calls {
  const call = async <Answer>(name: string, request: object | null, timeout: number): Promise<Answer> => {
    try {
      return (await httpsCallable<object | null, Answer>(functions, name, { timeout })(request)).data
    } catch (error) {
      throw callErrorOf(error)
    }
  }
  return {
    listOrders: (request) => call('listOrders', request, pageTimeoutMs),
    getOrder: (id) => call('getOrder', { id }, pageTimeoutMs),
    saveOperatingSeason: (request) => call('saveOperatingSeason', request, pageTimeoutMs),
    orderStats: (request) => call('orderStats', request, pageTimeoutMs),
    getSyncStatus: () => call('getSyncStatus', null, pageTimeoutMs),
    startSync: (request) => call('startSync', request, syncTimeoutMs),
    exportOrders: exportBy(functions, 'exportOrders'),
    describeStreams: () => call('describeStreams', null, pageTimeoutMs),
    listRecords: (request) => call('listRecords', request, pageTimeoutMs),
    getRecord: (stream, id) => call('getRecord', { stream, id }, pageTimeoutMs),
    exportRecords: exportBy(functions, 'exportRecords'),
  }
}

function exportBy<Request>(functions: Functions, name: string): ExportCall<Request> {
  return async (request, onText, signal) => {
    try {
      const exporting = httpsCallable<Request, ExportOrdersResponse, ExportOrdersChunk>(functions, name)
      const { stream, data } = await exporting.stream(request, { signal })
      // Rejected, too, when reading stops early: nobody may be left to hear it.
      data.catch(() => {})
      for await (const { text } of stream) onText(text)
      return await data
    } catch (error) {
      throw callErrorOf(error)
    }
  }
}
