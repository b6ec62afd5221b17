import { squarePipelines } from '../../functions/src/sources/square/pipelines.ts'
import type { Pipeline } from '../../functions/src/model/pipeline.ts'
import { serverClock } from '../../functions/src/lib/serverClock.ts'
import { systemClock } from '../../functions/src/lib/systemClock.ts'
import type { FakeMerchant } from '../fakes/square/merchant.ts'
import { advanceSampleOrder, fillMerchant, placeSampleOrder } from '../fakes/square/sample/sampleMerchant.ts'
import type { MerchantFilling } from '../fakes/square/sample/filling.ts'
import { randomFrom } from '../samples/random.ts'

/** Fills a merchant with a small sample, and has things happen to all that it has since a moment. Returns that moment, in milliseconds. */
export function fillWithChanges(merchant: FakeMerchant, orders: number): number {
  const filling: MerchantFilling = { seed: 7, count: orders, now: merchant.now(), locations: 4, availabilities: 150 }
  fillMerchant(merchant, filling)
  const sinceMs = merchant.now() - 1
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
  merchant.customers.put('NEWCUSTOMER', { given_name: 'Ann' })
  merchant.vendors.put('NEWVENDOR', { name: 'Potter' })
  merchant.teamMembers.put('NEWMEMBER', { given_name: 'Bo' })
  return sinceMs
}

/** The pipelines of a merchant whose API is at an address. */
export function pipelinesAt(url: string, merchantId: string, token: string, fetchIt: typeof fetch): Pipeline[] {
  const config = {
    merchants: [merchantId],
    appId: null,
    apiUrl: url,
    callsAtOnce: 3,
    statusMap: {},
    webhookUrl: null,
  }
  return squarePipelines(config, {
    fetch: fetchIt,
    clock: serverClock(systemClock),
    secretOf: () => token,
    accessOf: () => {
      throw new Error('A token of its own needs no connection.')
    },
    feedOf: () => {
      throw new Error('Nothing is reported.')
    },
  })
}
