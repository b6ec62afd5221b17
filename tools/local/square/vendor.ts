import { randomBytes } from 'node:crypto'

import { connectMerchant } from '../../../cli/connect/square.ts'
import type { ConnectionContext } from '../../../functions/src/connections/context.ts'
import { keySecret } from '../../../functions/src/connections/context.ts'
import { secretNames, squareParams } from '../../../functions/src/sources/square/config.ts'
import { createTokenClient } from '../../../functions/src/sources/square/tokens.ts'
import { FakeSquare } from '../../fakes/square/fakeSquare.ts'
import type { FakeMerchant } from '../../fakes/square/merchant.ts'
import type { MerchantFilling } from '../../fakes/square/sample/filling.ts'
import { fillMerchant } from '../../fakes/square/sample/sampleMerchant.ts'
import { functionUrl } from '../../stack/suite.ts'
import { sizesLine } from '../report.ts'
import { withConnections, type LocalVendor, type VendorOpening } from '../vendor.ts'
import { tradeAtMerchant } from './trade.ts'

/** A merchant with locations in seven time zones, the last of which is closed. */
const usualMerchant = { id: 'MLHARBOUR0TRADING', name: 'Harbour Trading' }
const usualFilling: Omit<MerchantFilling, 'now'> = {
  seed: 5,
  count: 600,
  lineItems: 1_500,
  availabilities: 150,
  locations: 7,
}

/** A stand-in for Square in this process. */
export interface LocalSquare extends LocalVendor {
  readonly fake: FakeSquare
  readonly merchant: FakeMerchant
}

/** Starts the stand-in on a free port and fills its merchant with the sales of two years until now, and all that goes with them. */
export async function startSquare(opening: VendorOpening): Promise<LocalSquare> {
  const app = { clientId: 'sandbox-sq0idb-local', clientSecret: `sandbox-sq0csb-${randomBytes(20).toString('hex')}` }
  const webhooks = { url: `${functionUrl('webhooks')}/square`, signatureKey: randomBytes(16).toString('base64url') }
  const fake = await FakeSquare.start({ app, webhooks })
  const merchant = fake.addMerchant(usualMerchant)
  const filling = { ...usualFilling, now: opening.now }
  fillMerchant(merchant, filling)
  return {
    name: 'Square',
    url: fake.url,
    fake,
    merchant,
    settings: {
      params: {
        [squareParams.appId]: app.clientId,
        [squareParams.merchants]: merchant.id,
        [squareParams.apiUrl]: fake.url,
        [squareParams.webhookUrl]: webhooks.url,
      },
      secrets: {
        [secretNames.appSecret]: app.clientSecret,
        [secretNames.webhookKey]: webhooks.signatureKey,
        [keySecret]: opening.connectionKey,
      },
    },
    accounts: [accountLine(merchant)],
    connect: () => withConnections(opening, (context) => connect(context, fake, merchant)),
    trade: (trades, aborted) => tradeAtMerchant(fake, { merchant, filling }, trades, aborted),
    stop: () => fake.stop(),
  }
}

function accountLine({ name, id, country, locations, orders, payments, refunds, catalog }: FakeMerchant): string {
  const sizes = { locations, orders, payments, refunds, 'objects in the catalog': catalog.objects }
  return sizesLine(`${name} (${id}, ${country})`, sizes)
}

async function connect(context: ConnectionContext, { app, url, authorizations }: FakeSquare, { id }: FakeMerchant) {
  const { clientId: appId, clientSecret: appSecret } = app
  const client = createTokenClient({ apiUrl: url, app: { appId, appSecret }, fetch })
  await connectMerchant(context, client, authorizations.authorize(id))
}
