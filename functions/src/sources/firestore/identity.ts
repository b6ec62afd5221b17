import type { Firestore } from '../../lib/firestore/firestore.ts'

/** The identity of a collection: its database and its path, without the project. */
export function identityOf(db: Pick<Firestore, 'databaseId'>, collection: string): string {
  return `${db.databaseId}/${collection}`
}
