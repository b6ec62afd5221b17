import type { FakeMerchant } from '../fakes/square/merchant.ts'
import { advanceSampleOrder, fillMerchant, placeSampleOrder } from '../fakes/square/sample/sampleMerchant.ts'
import type { MerchantFilling } from '../fakes/square/sample/filling.ts'
import { refundPayment } from '../fakes/square/trade/refunding.ts'
import { placeOrder } from '../fakes/square/trade/trade.ts'
import { randomFrom } from '../samples/random.ts'

/** Fills a merchant with a small sample. Returns how it was filled. */
export function fillSample(merchant: FakeMerchant, orders: number): MerchantFilling {
  const filling: MerchantFilling = { seed: 7, count: orders, now: merchant.now(), locations: 4, availabilities: 150 }
  fillMerchant(merchant, filling)
  return filling
}

/** Adds, changes and removes records of many kinds. */
export function changeSample(merchant: FakeMerchant, filling: MerchantFilling): void {
  const random = randomFrom(filling.seed)
  for (let n = 0; n < 20; n++) placeSampleOrder(merchant, filling)
  for (const id of [...merchant.orders.ids()].slice(0, 30)) {
    if (merchant.orders.get(id)?.locationId !== undefined) advanceSampleOrder(merchant, id, random)
  }
  const [variationId = '', gone = ''] = [...merchant.catalog.objects.values()]
    .filter(({ type }) => type === 'ITEM_VARIATION')
    .map(({ id }) => id)
  merchant.catalog.put('ITEM_VARIATION', variationId, { name: 'Renamed' })
  merchant.catalog.remove(gone)
  const locationId = merchant.mainLocationId ?? ''
  merchant.inventory.count({ variationId, locationId }, '7')
  merchant.inventory.adjust({ variationId, locationId }, { from: 'IN_STOCK', to: 'WASTE', quantity: '2.5' })
  takeBack(merchant)
  merchant.customers.put('NEWCUSTOMER', { given_name: 'Ann' })
  merchant.vendors.put('NEWVENDOR', { name: 'Potter' })
  merchant.teamMembers.put('NEWMEMBER', { given_name: 'Bo' })
}

/** A line of a new order comes back: refunds of the sample name none. */
function takeBack(merchant: FakeMerchant): void {
  const price = { amount: 500, currency: merchant.currency }
  const sold = { name: 'Mug', quantity: '2', price: price.amount }
  const { paymentId } = placeOrder(merchant, { locationId: merchant.mainLocationId ?? '', lines: [sold] })
  const line = {
    uid: 'back-1',
    source_line_item_uid: 'line-1',
    name: sold.name,
    quantity: '1',
    base_price_money: price,
  }
  const lines = [{ ...line, total_money: price }]
  if (paymentId !== null) refundPayment(merchant, paymentId, { amount: price.amount, lines })
}
