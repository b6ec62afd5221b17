import { pipelineOf, type Pipeline } from '../../model/pipeline.ts'
import { catalogCategoryStream } from '../../streams/catalogCategories/stream.ts'
import { catalogItemStream } from '../../streams/catalogItems/stream.ts'
import { catalogVariationStream } from '../../streams/catalogVariations/stream.ts'
import { customerStream } from '../../streams/customers/stream.ts'
import { inventoryCountStream } from '../../streams/inventoryCounts/stream.ts'
import { locationStream } from '../../streams/locations/stream.ts'
import { inventoryHistoryStream } from '../../streams/inventoryHistory/stream.ts'
import { partedOrderStream } from '../../streams/orderParts/stream.ts'
import { orderStream } from '../../streams/orders/stream.ts'
import { paymentStream } from '../../streams/payments/stream.ts'
import { ordersOfRefund, refundStream } from '../../streams/refunds/stream.ts'
import { teamMemberStream } from '../../streams/teamMembers/stream.ts'
import { vendorStream } from '../../streams/vendors/stream.ts'
import type { CallApi } from '../vendor/api.ts'
import { RateLimiter } from '../vendor/limiter.ts'
import { lazily, type VendorSurroundings } from '../vendor/surroundings.ts'
import { connectedMerchant, ownToken } from './authorization.ts'
import { createCatalogSource } from './catalog.ts'
import { categoryKind, itemKind, variationKind } from './catalogKinds.ts'
import { createClient } from './client.ts'
import { callsPerSecond, secretNames, type SquareConfig } from './config.ts'
import { createCustomerSource } from './customers.ts'
import { createInventorySource } from './inventory.ts'
import { createInventoryHistorySource } from './inventoryHistory.ts'
import { createLocationSource } from './locations.ts'
import { checkedCalls } from './merchant.ts'
import { createOrderSource } from './orders.ts'
import { createPaymentSource } from './payments.ts'
import { createRefundSource } from './refunds.ts'
import type { MerchantSourceOptions } from './source.ts'
import { createTeamMemberSource } from './teamMembers.ts'
import { createVendorSource } from './vendors.ts'

/** The pipelines of every merchant: its refunds, its orders, which they are parts of, and all else that it has. */
export function squarePipelines(config: SquareConfig, outside: VendorSurroundings): Pipeline[] {
  return config.merchants.flatMap((merchantId) => merchantPipelines(merchantId, config, outside))
}

function merchantPipelines(merchantId: string, config: SquareConfig, outside: VendorSurroundings): Pipeline[] {
  const nameOf = (stream: string): string => `square.${merchantId}.${stream}`
  const call = lazily(() => clientOf(merchantId, config, outside))
  const optionsOf = ({ name }: { readonly name: string }): MerchantSourceOptions => ({
    merchantId,
    baseUrl: config.apiUrl,
    call,
    now: outside.clock.serverNow,
    feedOf: (identity) => (config.webhookUrl === null ? null : outside.feedOf(nameOf(name), identity)),
    callsAtOnce: config.callsAtOnce,
  })
  const refunds = nameOf(refundStream.name)
  const orders = createOrderSource({ ...optionsOf(orderStream), statusMap: config.statusMap, refunds })
  return [
    pipelineOf(createRefundSource(optionsOf(refundStream)), refundStream, merchantId),
    pipelineOf(orders, partedOrderStream, merchantId, [
      { pipeline: refunds, stream: refundStream, idsOf: ordersOfRefund },
    ]),
    pipelineOf(createPaymentSource(optionsOf(paymentStream)), paymentStream, merchantId),
    pipelineOf(createLocationSource(optionsOf(locationStream)), locationStream, merchantId),
    pipelineOf(createCustomerSource(optionsOf(customerStream)), customerStream, merchantId),
    pipelineOf(createTeamMemberSource(optionsOf(teamMemberStream)), teamMemberStream, merchantId),
    pipelineOf(createVendorSource(optionsOf(vendorStream)), vendorStream, merchantId),
    pipelineOf(createCatalogSource(optionsOf(catalogItemStream), itemKind), catalogItemStream, merchantId),
    pipelineOf(
      createCatalogSource(optionsOf(catalogVariationStream), variationKind),
      catalogVariationStream,
      merchantId,
    ),
    pipelineOf(createCatalogSource(optionsOf(catalogCategoryStream), categoryKind), catalogCategoryStream, merchantId),
    pipelineOf(createInventorySource(optionsOf(inventoryCountStream)), inventoryCountStream, merchantId),
    pipelineOf(createInventoryHistorySource(optionsOf(inventoryHistoryStream)), inventoryHistoryStream, merchantId),
  ]
}

/** All streams of a merchant share one client, and so its rate. */
function clientOf(merchantId: string, config: SquareConfig, outside: VendorSurroundings): CallApi {
  const { clock, fetch, secretOf, accessOf } = outside
  const isConnected = config.appId !== null
  const call = createClient({
    baseUrl: config.apiUrl,
    authorization: isConnected
      ? connectedMerchant(accessOf({ source: 'square', account: merchantId }))
      : ownToken(() => secretOf(secretNames.accessToken)),
    limiter: new RateLimiter({ atOnce: config.callsAtOnce, perSecond: callsPerSecond }, clock),
    fetch,
    clock,
    now: clock.serverNow,
  })
  return isConnected ? call : checkedCalls(call, merchantId)
}
