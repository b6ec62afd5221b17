import type { Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { judgeCollection, type CollectionCandidate } from './collections.ts'
import { queryUsage } from '../../functions/src/lib/firestore/usage.ts'
import { shopCollection } from '../../functions/src/sources/firestore/settings.ts'
import { readFew, type Sample } from './reading.ts'

/** The most collections that are looked at, at the root and again below its documents. */
const mostCollections = 40
const documentsEach = 5
const parentsEach = 3
/** The names of collections that a query looks for: nothing else finds a collection below documents that do not exist themselves. */
const usualNames = ['orders', 'Orders', 'order', 'userOrders', 'pedidos', 'bestellungen', 'commandes', 'ordini', 'pesanan', 'siparisler'] as const // prettier-ignore

/** Finds collections at the root and below its documents, and judges how much each looks like one of orders. */
export async function discoverCollections(
  db: Firestore,
): Promise<{ candidates: CollectionCandidate[]; reads: number }> {
  const roots = (await db.listCollections()).map(({ id }) => id).filter((id) => !isOurs(id))
  const candidates: CollectionCandidate[] = []
  const below = new Set<string>()
  let reads = 0
  const judge = async (collection: string): Promise<Sample> => {
    const sample = await readFew(db, collection, documentsEach)
    reads += sample.reads
    candidates.push(judgeCollection(collection, sample.documents))
    return sample
  }
  for (const root of roots.slice(0, mostCollections)) {
    const { documents } = await judge(root)
    for (const { path } of documents.slice(0, parentsEach)) {
      for (const inner of await db.doc(path).listCollections()) below.add(wildcardPathOf(inner.path))
    }
  }
  for (const name of usualNames) {
    const { docs } = await db.collectionGroup(name).limit(documentsEach).get()
    reads += queryUsage(docs.length).reads
    for (const { ref } of docs) if (ref.parent.parent !== null) below.add(wildcardPathOf(ref.parent.path))
  }
  const inner = [...below].filter((pattern) => !isOurs(pattern.slice(0, pattern.indexOf('/'))))
  for (const pattern of inner.slice(0, mostCollections)) await judge(pattern)
  return { candidates, reads }
}

/** Tells whether a collection is one of Tidemark's own, or one that settings cannot name. */
function isOurs(id: string): boolean {
  return !shopCollection.safeParse(id).success
}

/** `users/u1/orders` → `users/{user}/orders`. */
function wildcardPathOf(path: string): string {
  const names = path.split('/')
  const wildcards = names.map((_name, n) => (n % 2 === 0 ? '' : wildcardOf(names[n - 1] ?? '')))
  return names
    .map((name, n) => {
      const wildcard = wildcards[n] ?? ''
      if (wildcard === '') return name
      // A path has each name once.
      return `{${wildcard}${wildcards.indexOf(wildcard) < n ? n : ''}}`
    })
    .join('/')
}

/** `users` → `user`: the name that stands for any of them. */
function wildcardOf(collection: string): string {
  return collection.replaceAll(/\W/g, '').replace(/s$/, '') || 'id'
}
