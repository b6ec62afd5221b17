import { onCall, type CallableFunction } from 'firebase-functions/https'

import type { Deps } from '../deps.ts'
import { parseInput } from '../lib/parse.ts'
import { listOrdersRequestSchema, type ListOrdersResponse } from '../model/api.ts'
import { readOptions } from '../options.ts'
import { listOrders } from '../query/listOrders.ts'
import { answer } from './respond.ts'

/** A page of cached orders: filtered, sorted, counted. */
export const createListOrders = (getDeps: () => Deps): CallableFunction<unknown, Promise<ListOrdersResponse>> =>
  onCall(readOptions, (request) => {
    const deps = getDeps()
    return answer(deps, request, () =>
      listOrders(deps.reader, parseInput(listOrdersRequestSchema, request.data ?? {}), deps.clock),
    )
  })
