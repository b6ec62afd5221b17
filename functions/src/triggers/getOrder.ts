import type { CallableFunction } from 'firebase-functions/https'

import type { Deps } from '../deps.ts'
import { parseInput } from '../lib/parse.ts'
import { getOrderRequestSchema, type GetOrderResponse } from '../model/api.ts'
import { readOptions } from '../options.ts'
import { getOrder } from '../query/getOrder.ts'
import { adminCall } from './adminCall.ts'

/** One whole order with the source's own record. */
export const createGetOrder = (getDeps: () => Deps): CallableFunction<unknown, Promise<GetOrderResponse>> =>
  adminCall(readOptions, getDeps, async ({ db }, data) => getOrder(db, parseInput(getOrderRequestSchema, data).id))
