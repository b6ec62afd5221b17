import type { FakeMerchant } from '../merchant.ts'
import { catalogFacts } from './catalog.ts'
import { libraryFacts, missingFacts, salesFacts } from './derived.ts'
import { directoryFacts } from './directory.ts'
import type { Facts } from './facts.ts'
import { orderFacts, partFacts } from './orders.ts'
import { stockFacts } from './stock.ts'
import { paymentFacts, refundFacts } from './trade.ts'

/** Returns what has to be cached of a merchant, by the names of the streams: worked out from the fake's state by other code than the source's. */
export function merchantFacts(merchant: FakeMerchant): Readonly<Record<string, Facts>> {
  const copied = {
    orders: orderFacts(merchant),
    ...partFacts(merchant),
    payments: paymentFacts(merchant),
    refunds: refundFacts(merchant),
    ...catalogFacts(merchant),
    ...stockFacts(merchant),
    ...directoryFacts(merchant),
  }
  return {
    ...copied,
    salesDaily: salesFacts(merchant),
    itemLibrary: libraryFacts(merchant),
    missingRecords: missingFacts(copied),
  }
}
