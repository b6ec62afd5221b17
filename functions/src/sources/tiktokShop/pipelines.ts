import { pipelineOf, type Pipeline } from '../../model/pipeline.ts'
import { orderStream } from '../../streams/orders/stream.ts'
import { productStream } from '../../streams/products/stream.ts'
import { ordersOfReturn, returnStream } from '../../streams/returns/stream.ts'
import { shopPerformanceStream } from '../../streams/shopPerformance/stream.ts'
import type { CallApi } from '../vendor/api.ts'
import { RateLimiter } from '../vendor/limiter.ts'
import { lazily, type VendorSurroundings } from '../vendor/surroundings.ts'
import { createClient } from './client.ts'
import { callsPerSecond, secretNames, type TikTokShopConfig } from './config.ts'
import { createOrderSource } from './orders.ts'
import { createProductSource } from './products.ts'
import { createReturnSource } from './returns.ts'
import { shopAuthorization } from './shopAuthorization.ts'
import { createShopPerformanceSource } from './shopPerformance.ts'

/** The pipelines of every shop: its returns, its orders, which they are parts of, its products, and its days where they are wanted. */
export function tiktokShopPipelines(config: TikTokShopConfig, outside: VendorSurroundings): Pipeline[] {
  return config.shops.flatMap((shopId) => shopPipelines(shopId, config, outside))
}

function shopPipelines(shopId: string, config: TikTokShopConfig, outside: VendorSurroundings): Pipeline[] {
  const nameOf = (stream: string): string => `tiktokShop.${shopId}.${stream}`
  const optionsOf = (stream: string) => ({
    shopId,
    baseUrl: config.apiUrl,
    call,
    now: outside.clock.serverNow,
    feedOf: (identity: string) => (config.webhooks ? outside.feedOf(nameOf(stream), identity) : null),
    callsAtOnce: config.callsAtOnce,
  })
  const since = config.performanceSince
  const daysOf = (first: string) =>
    createShopPerformanceSource({ ...optionsOf(shopPerformanceStream.name), since: first })
  const call = lazily(() => clientOf(shopId, config, outside))
  const returns = nameOf(returnStream.name)
  const orders = createOrderSource({ ...optionsOf(orderStream.name), statusMap: config.statusMap, returns })
  return [
    pipelineOf(createReturnSource(optionsOf(returnStream.name)), returnStream, shopId),
    pipelineOf(orders, orderStream, shopId, [{ pipeline: returns, stream: returnStream, idsOf: ordersOfReturn }]),
    pipelineOf(createProductSource(optionsOf(productStream.name)), productStream, shopId),
    ...(since === null ? [] : [pipelineOf(daysOf(since), shopPerformanceStream, shopId)]),
  ]
}

/** All streams of a shop share one client, and so its rate. */
function clientOf(shopId: string, config: TikTokShopConfig, outside: VendorSurroundings): CallApi {
  const { clock, fetch, secretOf, accessOf } = outside
  return createClient({
    baseUrl: config.apiUrl,
    app: { appKey: config.appKey, appSecret: secretOf(secretNames.tiktokShopApp) },
    authorization: shopAuthorization(shopId, accessOf({ source: 'tiktokShop', account: shopId })),
    limiter: new RateLimiter({ atOnce: config.callsAtOnce, perSecond: callsPerSecond }, clock),
    fetch,
    clock,
    now: clock.serverNow,
  })
}
