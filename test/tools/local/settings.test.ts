import { expect, it, onTestFinished } from 'vitest'

import { readConfig, readWebhookHandlers } from '../../../functions/src/config.ts'
import { settingsOf } from '../../../tools/local/settings.ts'
import type { LocalSource } from '../../../tools/local/sources.ts'
import type { LocalVendor } from '../../../tools/local/vendor.ts'
import { startVendors } from '../../../tools/local/vendors.ts'

async function vendorsOf(sources: readonly LocalSource[]): Promise<readonly LocalVendor[]> {
  const vendors = await startVendors(sources, Date.UTC(2026, 6, 1))
  onTestFinished(async () => void (await Promise.all(vendors.map((vendor) => vendor.stop()))))
  return vendors
}

it('the shop in Firestore needs no settings', async () => {
  expect(settingsOf(['firestore'], await vendorsOf(['firestore']))).toEqual({ params: {}, secrets: {} })
})

it('a vendor alone switches the shop in Firestore off', async () => {
  const { params, secrets } = settingsOf(['square'], await vendorsOf(['square']))
  expect(readConfig(params)).toMatchObject({
    firestoreSource: null,
    tiktokShop: null,
    square: { merchants: ['MLHARBOUR0TRADING'] },
  })
  expect(Object.keys(secrets).toSorted()).toEqual([
    'CONNECTION_KEY',
    'SQUARE_APP_SECRET',
    'SQUARE_WEBHOOK_SIGNATURE_KEY',
  ])
})

it('all sources are switched on together, with one key for all connections', async () => {
  const sources = ['firestore', 'tiktokShop', 'square'] as const
  const vendors = await vendorsOf(sources)
  const { params, secrets } = settingsOf(sources, vendors)
  const [shops, square] = vendors.map(({ url }) => url)
  expect(readConfig(params)).toMatchObject({
    firestoreSource: { collection: 'orders' },
    tiktokShop: {
      shops: ['7495540735365777507', '7496112480913442817'],
      webhooks: true,
      apiUrl: shops,
      authUrl: shops,
    },
    square: { apiUrl: square, appId: 'sandbox-sq0idb-local' },
  })
  expect(vendors.map(({ settings }) => settings.secrets.CONNECTION_KEY)).toEqual(
    vendors.map(() => secrets.CONNECTION_KEY),
  )
  expect(readWebhookHandlers({ ...params, ...secrets }).map(({ source }) => source)).toEqual(['tiktokShop', 'square'])
})
