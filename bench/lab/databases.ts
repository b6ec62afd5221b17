import { randomBytes } from 'node:crypto'

import { Firestore } from '../../functions/src/lib/firestore/firestore.ts'

/** The id of a project of the emulator that nobody else uses. */
export function freshProject(): string {
  return `demo-bench-${randomBytes(6).toString('hex')}`
}

/** A client of its own, with a connection of its own, of a project's database on the emulator. */
export function connect(projectId: string): Firestore {
  if (process.env.FIRESTORE_EMULATOR_HOST === undefined)
    throw new Error('No Firestore emulator runs for the benchmark.')
  return new Firestore({ projectId, ignoreUndefinedProperties: true })
}
