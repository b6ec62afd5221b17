import type { CallableFunction } from 'firebase-functions/https'

import { orderStatsRequestSchema, type OrderStatsResponse } from '../contract/api.ts'
import type { Entry } from '../deps.ts'
import { orderStats } from '../engine/orders/orderStats.ts'
import { parseInput } from '../lib/parse.ts'
import { readOptions } from '../options.ts'
import { adminCall } from './adminCall.ts'

/** How many orders there are and what they come to, by period, status or source. */
export const createOrderStats = (entry: Entry): CallableFunction<unknown, Promise<OrderStatsResponse>> =>
  adminCall(readOptions, entry, async ({ reader, timeZone, clock }, data) =>
    orderStats(reader, parseInput(orderStatsRequestSchema, data), timeZone, clock),
  )
