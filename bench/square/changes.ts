import type { FakeMerchant } from '../../tools/fakes/square/merchant.ts'
import { restOf, type Members } from '../../tools/fakes/square/records.ts'
import type { MerchantFilling } from '../../tools/fakes/square/sample/filling.ts'
import { advanceSampleOrder, placeSampleOrder } from '../../tools/fakes/square/sample/sampleMerchant.ts'
import { refundPayment, settleRefund } from '../../tools/fakes/square/trade/refunding.ts'
import type { Random } from '../../tools/samples/random.ts'
import type { SquareChanges } from './plan.ts'

/** Changes a merchant now: half of the orders are new, the others move on; all else is spread over what there is. */
export function change(
  merchant: FakeMerchant,
  filling: MerchantFilling,
  { orders, prices, counts, refunds }: SquareChanges,
  random: Random,
): void {
  for (const id of spread(refundablePayments(merchant), refunds)) {
    settleRefund(merchant, refundPayment(merchant, id).refundId, 'COMPLETED')
  }
  for (const id of spread([...merchant.orders.ids()], Math.floor(orders / 2))) advanceSampleOrder(merchant, id, random)
  for (let n = 0; n < Math.ceil(orders / 2); n++) placeSampleOrder(merchant, filling)
  const variations = [...merchant.catalog.objects.values()].filter(({ type }) => type === 'ITEM_VARIATION')
  for (const { type, id, data } of spread(variations, prices)) {
    const { amount, currency } = data.price_money as { amount: number; currency: string } // Every sample has a price.
    merchant.catalog.put(type, id, { price_money: { amount: amount + 1, currency } })
  }
  const stocks = [...merchant.inventory.counts.ids()].flatMap((id) => merchant.inventory.counts.get(id) ?? [])
  for (const stock of spread(stocks, counts)) {
    const { catalog_object_id, location_id, quantity } = restOf(stock) as Readonly<Record<string, string>>
    if (catalog_object_id === undefined || location_id === undefined) continue
    const of = { variationId: catalog_object_id, locationId: location_id, state: stock.state ?? 'IN_STOCK' }
    merchant.inventory.count(of, String(Number(quantity) + 1))
  }
}

/** The payments of which nothing went back yet. */
function refundablePayments({ payments }: FakeMerchant): string[] {
  return [...payments.ids()].filter((id) => {
    const payment = payments.get(id)
    if (payment?.state !== 'COMPLETED') return false
    const rest: Members = restOf(payment)
    return rest.refund_ids === undefined
  })
}

/** Returns `many` different ones, spread from the first to the last; all where there are fewer. */
export function spread<T>(all: readonly T[], many: number): T[] {
  const taken = Math.min(many, all.length)
  return Array.from({ length: taken }, (_, i) => all[Math.floor(((i + 0.5) * all.length) / taken)]).filter(
    (one) => one !== undefined,
  )
}
