import { expect, it } from 'vitest'

import { readConfig } from '../../../../functions/src/params.ts'
import { settingsOf } from '../../../../tools/local/tiktokShop/settings.ts'
import { startVendor } from '../../../../tools/local/tiktokShop/vendor.ts'

it('the settings of a start switch on the sources that it shows, and no others', async () => {
  expect(settingsOf(['firestore'], null)).toEqual({ params: {}, secrets: {} })
  const vendor = await startVendor(Date.UTC(2026, 6, 1))
  try {
    const shops = vendor.shops.map(({ shop }) => shop.id)
    const both = readConfig(settingsOf(['firestore', 'tiktokShop'], vendor).params)
    expect(both).toMatchObject({
      firestoreSource: { collection: 'orders' },
      tiktokShop: { shops, webhooks: true, apiUrl: vendor.fake.url, authUrl: vendor.fake.url },
    })
    expect(readConfig(settingsOf(['tiktokShop'], vendor).params)).toMatchObject({
      firestoreSource: null,
      tiktokShop: { shops },
    })
    expect(Object.keys(settingsOf(['tiktokShop'], vendor).secrets).toSorted()).toEqual([
      'CONNECTION_KEY',
      'TIKTOK_SHOP_APP_SECRET',
    ])
  } finally {
    await vendor.stop()
  }
})
