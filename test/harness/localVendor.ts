import { expect } from 'vitest'

import { closeAdmin } from '../../cli/firebaseAdmin.ts'
import { localProject } from '../../cli/paths.ts'
import { createLocalAdmin } from '../../tools/local/admin.ts'
import { signInAsAdmin, type TidemarkClient } from '../../tools/local/client.ts'
import { followFullRuns } from '../../tools/local/fullRun.ts'
import { settingsOf } from '../../tools/local/settings.ts'
import { openShop } from '../../tools/local/shop.ts'
import { startTikTokShop, type LocalTikTokShop } from '../../tools/local/tiktokShop/vendor.ts'
import { openingAt } from '../../tools/local/vendor.ts'
import { noSettings, writeSettings } from '../../tools/stack/localFunctions.ts'
import { refillLocalProject } from './localShop.ts'
import { eventually } from './ordersPage.ts'

/** The shop that `npm start -- --source firestore,tiktokShop` shows, before anybody trades. */
export interface LocalVendorShops {
  readonly vendor: LocalTikTokShop
  readonly client: TidemarkClient
  /** Leaves an empty project, and functions that know of no vendor. */
  close(): Promise<void>
}

/** Opens a shop of some orders in Firestore and one at the stand-in for TikTok Shop, both copied. Takes about 20 s. */
export async function openVendorShops(orders: { firestore: number; tiktokShop: number }): Promise<LocalVendorShops> {
  const now = Date.now()
  const vendor = await startTikTokShop(openingAt(now), [
    { id: '7495540735365777507', name: 'Lakeside Supply', region: 'US', seed: 3, count: orders.tiktokShop },
  ])
  const stop = new AbortController()
  writeSettings(settingsOf(['firestore', 'tiktokShop'], [vendor]))
  // The emulator loads the functions again behind it, with these settings.
  await refillLocalProject(() => openShop({ seed: 1, count: orders.firestore, now }))
  await createLocalAdmin()
  await vendor.connect()
  const client = await signInAsAdmin(stop.signal)
  await eventually(async () => expect((await client.getSyncStatus()).accounts).toHaveLength(1))
  await followFullRuns(client, await client.syncOrders(), stop.signal)
  return {
    vendor,
    client,
    close: async () => {
      stop.abort()
      await client.close()
      writeSettings(noSettings)
      await refillLocalProject(async () => {})
      await vendor.stop()
      await closeAdmin(localProject)
    },
  }
}
