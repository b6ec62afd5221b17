import { collections } from '../../functions/src/cache/paths.ts'
import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'

/** Counts the documents that a TTL policy deletes in the end: the feed's reports, and the journal of runs and commits. */
export async function countExpiring(client: Firestore): Promise<number> {
  const expiring = [
    client.collectionGroup(collections.reports),
    client.collection(collections.runs),
    client.collectionGroup(collections.commits),
  ]
  const counts = await Promise.all(expiring.map(async (query) => (await query.count().get()).data().count))
  return counts.reduce((sum, count) => sum + count, 0)
}
