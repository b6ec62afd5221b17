import type { FakeMerchant } from '../../../../tools/fakes/square/merchant.ts'
import { fillMerchant } from '../../../../tools/fakes/square/sample/sampleMerchant.ts'
import { refundPayment, settleRefund } from '../../../../tools/fakes/square/trade/refunding.ts'
import { placeOrder } from '../../../../tools/fakes/square/trade/trade.ts'
import { variationsOf } from '../../../../tools/fakes/square/expected/catalog.ts'
import { locationsOf } from '../../../../tools/fakes/square/expected/directory.ts'

/** Fills a merchant with the sample of two years, small, and with a row of every table that the sample has none of. */
export function openSampleShop(merchant: FakeMerchant): void {
  fillMerchant(merchant, { seed: 11, count: 60, now: merchant.now(), locations: 4, availabilities: 40 })
  const { variationId, locationId } = somethingSold(merchant)
  merchant.inventory.count({ variationId, locationId }, '12')
  merchant.inventory.adjust({ variationId, locationId }, { from: 'IN_STOCK', to: 'WASTE', quantity: '2.5' })
  const lines = [{ name: 'Mug', variationId, quantity: '2', price: 1_000 }]
  const { paymentId } = placeOrder(merchant, { locationId, lines })
  if (paymentId === null) throw new Error('The order is paid.')
  const { refundId } = refundPayment(merchant, paymentId, { amount: 1_000, lines: [returnedMug(variationId)] })
  settleRefund(merchant, refundId, 'COMPLETED')
}

/** A variation of the merchant, and one of its locations. */
export function somethingSold(merchant: FakeMerchant): { variationId: string; locationId: string } {
  const [variation, location] = [variationsOf(merchant)[0], locationsOf(merchant)[0]]
  if (variation === undefined || location === undefined) throw new Error('The sample has both.')
  return { variationId: variation.id, locationId: location.id }
}

function returnedMug(variationId: string): Readonly<Record<string, unknown>> {
  const price = { amount: 1_000, currency: 'USD' }
  return {
    uid: 'back-1',
    source_line_item_uid: 'line-1',
    name: 'Mug',
    quantity: '1',
    catalog_object_id: variationId,
    base_price_money: price,
    total_money: price,
  }
}
