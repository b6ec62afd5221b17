import { randomBytes } from 'node:crypto'

import { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { countedClient, type ClientCounts, type RequestHooks } from '../../tools/local/countedClient.ts'

export type { ClientCounts }

/** Decides what happens around a request of a simulated process; throwing is dying. */
export type Faults = RequestHooks

/** The id of a project that nobody else uses. */
export function freshProject(): string {
  return `demo-${randomBytes(6).toString('hex')}`
}

/** A client of a project's database on the emulator; of an empty one unless a project is named. */
export function databaseOf(projectId: string = freshProject()): Firestore {
  if (process.env.FIRESTORE_EMULATOR_HOST === undefined) {
    throw new Error('Emulator tests need the local stack: run them with "npm test" or "npm run stack -- ...".')
  }
  return new Firestore({ projectId, ignoreUndefinedProperties: true })
}

/** The database as one simulated process sees it: it counts what is billed and can be made to die at any request. */
export function processOn(db: Firestore, faults: Faults = {}): { db: Firestore; counts: ClientCounts } {
  return countedClient(db, faults)
}
