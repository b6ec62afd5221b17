import { withFunctionTriggersDisabled } from '@firebase/rules-unit-testing'

import { adminAuth, adminFirestore, closeAdmin } from '../../scripts/firebaseAdmin.ts'
import { createLocalAdmin } from '../../scripts/local/admin.ts'
import { signInAsAdmin, type TidemarkClient } from '../../scripts/local/client.ts'
import { followFullRun } from '../../scripts/local/fullRun.ts'
import { untilQuiet } from '../../scripts/local/quiet.ts'
import { openShop, type SampleShop } from '../../scripts/local/shop.ts'
import { localProject } from '../../scripts/paths.ts'
import { emulatorPorts } from '../../scripts/stack/ports.ts'

/** Somebody with an account and without the claim. */
export const localVisitor = { email: 'visitor@example.com', password: 'tidemark-visitor' } as const

/** A shop in the suite's own project, whose writes are synced by the functions as they are deployed. */
export interface LocalShop {
  readonly shop: SampleShop
  /** The functions, as the admin calls them. */
  readonly client: TidemarkClient
  /** Waits until every write of the shop is in the cache and no run is under way or asked for. Takes 10 s after a write. */
  settle(): Promise<void>
  /** Leaves Firestore and Auth of the project empty. */
  close(): Promise<void>
}

export interface LocalShopOptions {
  /** How many orders there are: of the last two years, the same ones for the same seed and moment. */
  readonly orders?: number
  readonly seed?: number
  readonly now?: number
}

/**
 * Opens the local shop, with its admin (`localAdmin`), a visitor and the orders, and waits for the first full run and for what
 * the shop's writes asked for. That takes about 30 s, and `close` up to 30: for `beforeAll` and `afterAll` with a timeout of their own.
 */
export async function openLocalShop(options: LocalShopOptions = {}): Promise<LocalShop> {
  if (process.env.FIREBASE_EMULATOR_HUB === undefined) throw new Error('These tests need the emulator suite: npm test')
  // A file that failed may have left something.
  await emptyLocalProject()
  const stop = new AbortController()
  await createLocalAdmin()
  await adminAuth(localProject).createUser({ ...localVisitor, emailVerified: true })
  const { orders = 300, seed = 1, now = Date.now() } = options
  const shop = await openShop({ seed, count: orders, now })
  const client = await signInAsAdmin(stop.signal)
  const settle = (): Promise<void> => untilQuiet(shop.writes, stop.signal)
  await followFullRun(client, await client.syncOrders(), stop.signal)
  await settle()
  return {
    shop,
    client,
    settle,
    close: async () => {
      try {
        // A run that came later would write into the empty project.
        await settle()
      } finally {
        stop.abort()
        await client.close()
        await emptyLocalProject()
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
 * Removes every document and every user of the suite's own project. The functions hear of none of it: reports of thousands of
 * deletions would come for minutes, into what others do.
 */
export async function emptyLocalProject(): Promise<void> {
  if (await isEmpty()) return
  const { firestore, auth } = emulatorPorts()
  const project = `emulator/v1/projects/${localProject}`
  await withFunctionTriggersDisabled(async () => {
    for (const url of [
      `http://127.0.0.1:${firestore}/${project}/databases/(default)/documents`,
      `http://127.0.0.1:${auth}/${project}/accounts`,
    ]) {
      const { ok, status } = await fetch(url, { method: 'DELETE', headers: { Authorization: 'Bearer owner' } })
      if (!ok) throw new Error(`${url} was not emptied: ${status}`)
    }
  })
}

/** Switching the functions' triggers off and on takes seconds. */
async function isEmpty(): Promise<boolean> {
  const [collections, { users }] = await Promise.all([
    adminFirestore(localProject).listCollections(),
    adminAuth(localProject).listUsers(1),
  ])
  return collections.length === 0 && users.length === 0
}
