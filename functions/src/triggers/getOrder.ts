import { onCall, type CallableFunction } from 'firebase-functions/https'

import type { Deps } from '../deps.ts'
import { parseInput } from '../lib/parse.ts'
import { getOrderRequestSchema, type GetOrderResponse } from '../model/api.ts'
import { readOptions } from '../options.ts'
import { getOrder } from '../query/getOrder.ts'
import { answer } from './respond.ts'

/** One whole order with the source's own record. */
export const createGetOrder = (getDeps: () => Deps): CallableFunction<unknown, Promise<GetOrderResponse>> =>
  onCall(readOptions, (request) => {
    const deps = getDeps()
    return answer(deps, request, () => getOrder(deps.db, parseInput(getOrderRequestSchema, request.data).id))
  })
