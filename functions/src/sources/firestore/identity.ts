import type { Firestore } from '../../lib/firestore/firestore.ts'

/** What reports and caches of before identities were written down belong to. */
export const defaultIdentity = '(default)/orders'

/** The identity of a collection: its database and its path, without the project. */
export function identityOf(db: Pick<Firestore, 'databaseId'>, collection: string): string {
  return `${db.databaseId}/${collection}`
}
