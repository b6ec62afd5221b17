import type { Clock } from '../../lib/clock.ts'
import type { Fetch } from '../../lib/http.ts'
import type { Instant } from '../../lib/instant.ts'
import { pipelineOf, type Input, type Pipeline } from '../../model/pipeline.ts'
import type { ReportFeed } from '../../model/source.ts'
import { orderStream } from '../../streams/orders/stream.ts'
import { productStream } from '../../streams/products/stream.ts'
import { ordersOfReturn, returnStream } from '../../streams/returns/stream.ts'
import { shopPerformanceStream } from '../../streams/shopPerformance/stream.ts'
import type { AppCredentials, Authorization } from './authorization.ts'
import { createClient } from './client.ts'
import { callsPerSecond, type TikTokShopConfig } from './config.ts'
import { RateLimiter } from './limiter.ts'
import { createOrderSource } from './orders.ts'
import { createProductSource } from './products.ts'
import { createReturnSource } from './returns.ts'
import { createShopPerformanceSource } from './shopPerformance.ts'

export interface ShopConnection {
  readonly config: TikTokShopConfig
  readonly app: AppCredentials
  readonly authorization: Authorization
  readonly fetch: Fetch
  readonly clock: Pick<Clock, 'now' | 'sleep' | 'random'>
  /** Now by the clock that read times go by. */
  readonly now: () => Instant
  /** Gives what was reported of a pipeline's records, of one identity. */
  readonly feedOf: (pipeline: string, identity: string) => ReportFeed | null
}

/**
 * The pipelines of one connected shop: its returns, its orders, whose refunds those are, its products, and its days. Make them once in
 * a process: their calls share one rate, for the vendor limits an app and a shop together.
 */
export function shopPipelines(connection: ShopConnection): readonly Pipeline[] {
  const { config, app, authorization, clock, now, feedOf } = connection
  const { apiHost: baseUrl, callsAtOnce, statusMap, performanceSince: since } = config
  const { shopId } = authorization
  const limiter = new RateLimiter({ atOnce: callsAtOnce, perSecond: callsPerSecond }, clock)
  const call = createClient({ baseUrl, app, authorization, limiter, fetch: connection.fetch, clock, now })
  const idOf = (stream: string): string => `tiktokShop.${shopId}.${stream}`
  const optionsOf = (stream: string) => ({
    shopId,
    baseUrl,
    call,
    now,
    callsAtOnce,
    feedOf: (identity: string) => feedOf(idOf(stream), identity),
  })
  const returns: Input = { pipeline: idOf('returns'), stream: returnStream, idsOf: ordersOfReturn }
  const orders = createOrderSource({ ...optionsOf('orders'), statusMap, returns: returns.pipeline })
  return [
    pipelineOf(createReturnSource(optionsOf('returns')), returnStream, shopId),
    pipelineOf(orders, orderStream, shopId, [returns]),
    pipelineOf(createProductSource(optionsOf('products')), productStream, shopId),
    pipelineOf(
      createShopPerformanceSource({ ...optionsOf('shopPerformance'), feedOf: () => null, since }),
      shopPerformanceStream,
      shopId,
    ),
  ]
}
