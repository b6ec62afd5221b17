import { randomBytes } from 'node:crypto'

import { connectSeller, tokenClientOf } from '../../../cli/connect/tiktok.ts'
import type { ConnectionContext } from '../../../functions/src/connections/context.ts'
import { secretNames, tiktokShopParams } from '../../../functions/src/sources/tiktokShop/config.ts'
import { FakeTikTokShop } from '../../fakes/tiktokShop/fakeTikTokShop.ts'
import { fillShop, type SampleFilling } from '../../fakes/tiktokShop/sampleShop.ts'
import type { FakeShopOptions } from '../../fakes/tiktokShop/shop.ts'
import { functionUrl } from '../../stack/suite.ts'
import { sizesLine } from '../report.ts'
import { withConnections, type LocalVendor, type VendorOpening } from '../vendor.ts'
import { tradeAtShops, type VendorShop } from './trade.ts'

/** A stand-in for TikTok Shop in this process. */
export interface LocalTikTokShop extends LocalVendor {
  readonly fake: FakeTikTokShop
  readonly shops: readonly VendorShop[]
}

type ShopPlan = Required<Omit<FakeShopOptions, 'currency'>> & Omit<SampleFilling, 'now'>

/** Two shops that differ in what a page shows: the currency, and whether the vendor masks its buyers. */
const usualShops: readonly ShopPlan[] = [
  { id: '7495540735365777507', name: 'Lakeside Supply', region: 'US', seed: 3, count: 800, currency: 'USD' },
  { id: '7496112480913442817', name: 'Hoa Sen', region: 'VN', seed: 4, count: 400, currency: 'VND', isMasked: true },
]

/** Starts the stand-in on a free port and fills its shops with orders of two years until now, their returns and products. */
export async function startTikTokShop(
  opening: VendorOpening,
  plans: readonly ShopPlan[] = usualShops,
): Promise<LocalTikTokShop> {
  const app = { appKey: 'local0app0key', appSecret: randomBytes(20).toString('hex') }
  const fake = await FakeTikTokShop.start({ app, webhookUrl: `${functionUrl('webhooks')}/tiktokShop` })
  const shops = plans.map(({ id, name, region, ...rest }) => {
    const shop = fake.addShop({ id, name, region, ...(rest.currency && { currency: rest.currency }) })
    const filling = { ...rest, now: opening.now }
    fillShop(shop, filling)
    return { shop, filling }
  })
  return {
    name: 'TikTok Shop',
    url: fake.url,
    fake,
    shops,
    settings: {
      params: {
        [tiktokShopParams.appKey]: app.appKey,
        [tiktokShopParams.shops]: plans.map(({ id }) => id).join(','),
        [tiktokShopParams.apiUrl]: fake.url,
        [tiktokShopParams.authUrl]: fake.url,
        [tiktokShopParams.webhooks]: 'true',
      },
      secrets: {
        [secretNames.tiktokShopApp]: app.appSecret,
        [secretNames.connectionKey]: opening.connectionKey,
      },
    },
    accounts: shops.map(({ shop: { id, name, region, orders, returns, products } }) =>
      sizesLine(`${name} (${id}, ${region})`, { orders, returns, products }),
    ),
    connect: () => withConnections(opening, (context) => connectShops(context, fake)),
    trade: (trades, aborted) => tradeAtShops(fake, shops, trades, aborted),
    stop: () => fake.stop(),
  }
}

async function connectShops(context: ConnectionContext, fake: FakeTikTokShop): Promise<void> {
  const client = tokenClientOf({ appKey: fake.app.appKey, authUrl: fake.url, apiUrl: fake.url }, fake.app.appSecret)
  // Each shop has a seller of its own: one of them may take the authorization back, and the other shop is copied on.
  for (const id of fake.shops.keys()) await connectSeller(context, client, fake.authorizations.authorize([id]))
}
