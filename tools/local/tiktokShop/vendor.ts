import { randomBytes } from 'node:crypto'

import { connectSeller, tokenClientOf } from '../../../cli/connect/tiktok.ts'
import { localProject } from '../../../cli/paths.ts'
import type { ConnectionContext } from '../../../functions/src/connections/context.ts'
import { keySecret } from '../../../functions/src/connections/context.ts'
import { Firestore } from '../../../functions/src/lib/firestore/firestore.ts'
import { sealingKeys } from '../../../functions/src/lib/sealing.ts'
import { systemClock } from '../../../functions/src/lib/systemClock.ts'
import { secretNames, tiktokShopParams } from '../../../functions/src/sources/tiktokShop/config.ts'
import { FakeTikTokShop } from '../../fakes/tiktokShop/fakeTikTokShop.ts'
import { fillShop, type SampleFilling } from '../../fakes/tiktokShop/sampleShop.ts'
import type { FakeShop, FakeShopOptions } from '../../fakes/tiktokShop/shop.ts'
import type { LocalSettings } from '../../stack/localFunctions.ts'
import { functionUrl } from '../../stack/suite.ts'

/** A shop at the local stand-in for TikTok Shop, and what it was filled with. */
export interface VendorShop {
  readonly shop: FakeShop
  readonly filling: SampleFilling
}

/** A stand-in for TikTok Shop in this process, with shops of sellers who have not authorized anybody yet. */
export interface LocalVendor {
  readonly fake: FakeTikTokShop
  readonly shops: readonly VendorShop[]
  /** The settings by which the local functions copy these shops, and no others. */
  readonly settings: LocalSettings
  /** Lets each seller authorize the app, and connects the shops as `npm run connect` does. */
  connect(): Promise<void>
  stop(): Promise<void>
}

type ShopPlan = Required<Omit<FakeShopOptions, 'currency'>> & Omit<SampleFilling, 'now'>

/** Two shops that differ in what a page shows: the currency, and whether the vendor masks its buyers. */
const usualShops: readonly ShopPlan[] = [
  { id: '7495540735365777507', name: 'Lakeside Supply', region: 'US', seed: 3, count: 800, currency: 'USD' },
  { id: '7496112480913442817', name: 'Hoa Sen', region: 'VN', seed: 4, count: 400, currency: 'VND', isMasked: true },
]

/** Starts the stand-in on a free port and fills its shops with orders of two years until `now`, their returns and products. */
export async function startVendor(now: number, plans: readonly ShopPlan[] = usualShops): Promise<LocalVendor> {
  const app = { appKey: 'local0app0key', appSecret: randomBytes(20).toString('hex') }
  const key = randomBytes(32).toString('base64')
  const fake = await FakeTikTokShop.start({ app, webhookUrl: `${functionUrl('webhooks')}/tiktokShop` })
  const shops = plans.map(({ id, name, region, ...filling }) => {
    const shop = fake.addShop({ id, name, region, ...(filling.currency && { currency: filling.currency }) })
    fillShop(shop, { ...filling, now })
    return { shop, filling: { ...filling, now } }
  })
  return {
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
      secrets: { [secretNames.tiktokShopApp]: app.appSecret, [secretNames.connectionKey]: key },
    },
    connect: () => connectShops(fake, key),
    stop: () => fake.stop(),
  }
}

async function connectShops(fake: FakeTikTokShop, key: string): Promise<void> {
  const db = new Firestore({ projectId: localProject, ignoreUndefinedProperties: true })
  const context: ConnectionContext = {
    db,
    clock: systemClock,
    logger: { info() {}, warn() {}, error() {} },
    keys: () => sealingKeys(key, keySecret),
    randomBytes: (count) => new Uint8Array(randomBytes(count)),
  }
  const client = tokenClientOf({ appKey: fake.app.appKey, authUrl: fake.url, apiUrl: fake.url }, fake.app.appSecret)
  try {
    // Each shop has a seller of its own: one of them may take the authorization back, and the other shop is copied on.
    for (const id of fake.shops.keys()) await connectSeller(context, client, fake.authorizations.authorize([id]))
  } finally {
    await db.terminate()
  }
}
