import type { CallableFunction } from 'firebase-functions/https'

import { listOrdersRequestSchema, type ListOrdersResponse } from '../contract/api.ts'
import type { Entry } from '../deps.ts'
import { listOrders } from '../engine/orders/listOrders.ts'
import { parseInput } from '../lib/parse.ts'
import { readOptions } from '../options.ts'
import { adminCall } from './adminCall.ts'

/** A page of cached orders: filtered, sorted, counted. */
export const createListOrders = (entry: Entry): CallableFunction<unknown, Promise<ListOrdersResponse>> =>
  adminCall(readOptions, entry, async ({ reader, clock, revalidate }, data) => {
    const page = await listOrders(reader, parseInput(listOrdersRequestSchema, data ?? {}), clock)
    return (await revalidate(page.lagSeconds)) ? { ...page, revalidating: true } : page
  })
