import type { CallableFunction } from 'firebase-functions/https'

import { getOrderRequestSchema, type GetOrderResponse } from '../contract/api.ts'
import type { Entry } from '../deps.ts'
import { parseInput } from '../lib/parse.ts'
import { readOptions } from '../options.ts'
import { getOrder } from '../query/orders/getOrder.ts'
import { adminCall } from './adminCall.ts'

/** One whole order with the source's own record. */
export const createGetOrder = (entry: Entry): CallableFunction<unknown, Promise<GetOrderResponse>> =>
  adminCall(readOptions, entry, async ({ db, reader }, data) =>
    getOrder(db, reader, parseInput(getOrderRequestSchema, data).id),
  )
