import { setTimeout as sleep } from 'node:timers/promises'

import { withFunctionTriggersDisabled } from '@firebase/rules-unit-testing'

import { adminAuth, adminFirestore, closeAdmin } from '../../cli/firebaseAdmin.ts'
import { deployedSettingsFile } from '../../cli/deployedSettings.ts'
import { localProject } from '../../cli/paths.ts'
import { createLocalAdmin } from '../../tools/local/admin.ts'
import { signInAsAdmin, type TidemarkClient } from '../../tools/local/client.ts'
import { followFullRun } from '../../tools/local/fullRun.ts'
import { untilQuiet } from '../../tools/local/quiet.ts'
import { openShop, type SampleShop } from '../../tools/local/shop.ts'
import { emulatorPorts } from '../../tools/stack/ports.ts'

/** Somebody with an account and without the claim. */
export const localVisitor = { email: 'visitor@example.com', password: 'tidemark-visitor' } as const

/** A shop in the suite's own project, whose writes are synced by the functions as they are deployed. */
export interface LocalShop {
  readonly shop: SampleShop
  /** The functions, as the admin calls them. */
  readonly client: TidemarkClient
  /** Waits until every write of the shop is in the cache and no run is under way or asked for. Takes 10 s after a write. */
  settle(): Promise<void>
  /** Leaves nothing under way; the shop is there until somebody empties the project. */
  close(): Promise<void>
}

export interface LocalShopOptions {
  /** The number of orders: of the last two years, the same ones for the same seed and moment. */
  readonly orders?: number
  readonly seed?: number
  readonly now?: number
}

/**
 * Opens the local shop in the project that it empties first, with its admin (`localAdmin`), a visitor and the orders, and waits
 * for a full run and two incremental ones. That takes about 10 s, and `close` up to 30 after a write: for `beforeAll` and `afterAll`
 * with a timeout of their own.
 */
export async function openLocalShop(options: LocalShopOptions = {}): Promise<LocalShop> {
  const stop = new AbortController()
  const { orders = 300, seed = 1, now = Date.now() } = options
  const shop = await refillLocalProject(() => openShop({ seed, count: orders, now }))
  const unheard = shop.writes
  await createLocalAdmin()
  await adminAuth(localProject).createUser({ ...localVisitor, emailVerified: true })
  const client = await signInAsAdmin(stop.signal)
  const settle = (): Promise<void> => untilQuiet(shop.writes - unheard, stop.signal)
  await followFullRun(client, await client.syncOrders(), stop.signal)
  await client.syncOrders()
  // Charts name runs by the second in which they start: two names that are alike could not be told apart.
  await sleep(1_000 - (Date.now() % 1_000))
  await client.syncOrders()
  return {
    shop,
    client,
    settle,
    close: async () => {
      try {
        // A run that came later would write into what the next file makes.
        await settle()
      } finally {
        stop.abort()
        await client.close()
        await closeAdmin(localProject)
      }
    },
  }
}

/** The document in which the shared shop notes that it is open: whoever empties the project takes the note with it. */
const sharedNote = 'tidemark_tests/shared-shop'

/** The shop that tests share which only read: its functions, as the admin calls them. */
export type SharedShop = Pick<LocalShop, 'client' | 'close'>

/**
 * Opens a shop of 300 orders, or goes on with the one that an earlier file has left open. `close` leaves it to the next file;
 * who needs an empty project empties it.
 */
export async function openSharedShop(): Promise<SharedShop> {
  const note = adminFirestore(localProject).doc(sharedNote)
  const isOpen = (await note.get()).exists
  const client = isOpen
    ? await signInAsAdmin(new AbortController().signal)
    : (await openLocalShop({ orders: 300, seed: 1 })).client
  if (!isOpen) await note.create({})
  return {
    client,
    close: async () => {
      await client.close()
      await closeAdmin(localProject)
    },
  }
}

/**
 * Removes every document and every user of the suite's own project, and fills it anew. The functions hear of none of it: reports
 * of hundreds of orders would come for half a minute, into what others do, of orders that the first full run copies anyway.
 */
export async function refillLocalProject<Filled>(fill: () => Promise<Filled>): Promise<Filled> {
  if (process.env.FIREBASE_EMULATOR_HUB === undefined) throw new Error('These tests need the emulator suite: npm test')
  const { firestore, auth } = emulatorPorts()
  const project = `emulator/v1/projects/${localProject}`
  return withFunctionTriggersDisabled(async () => {
    for (const url of [
      `http://127.0.0.1:${firestore}/${project}/databases/${deployedSettingsFile(localProject).database}/documents`,
      `http://127.0.0.1:${auth}/${project}/accounts`,
    ]) {
      const { ok, status } = await fetch(url, { method: 'DELETE', headers: { Authorization: 'Bearer owner' } })
      if (!ok) throw new Error(`${url} was not emptied: ${status}`)
    }
    return fill()
  })
}
