import { unpack } from '../../functions/src/lib/packing.ts'
import { Timestamp, type CollectionReference, type Firestore } from '../../functions/src/lib/firestore.ts'

/** The paths of all documents, but for those in the shop's own collection, that hold any of `texts`, packed or not. */
export async function tracesOf(db: Firestore, texts: readonly string[], own = 'orders'): Promise<string[]> {
  const found: string[] = []
  const search = async (collection: CollectionReference): Promise<void> => {
    for (const ref of await collection.listDocuments()) {
      const held = readable((await ref.get()).data()) + ref.path
      if (texts.some((text) => held.includes(text))) found.push(ref.path)
      for (const below of await ref.listCollections()) await search(below)
    }
  }
  for (const collection of await db.listCollections()) if (collection.id !== own) await search(collection)
  return found
}

/** Everything that a value holds, as text. */
function readable(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1') + unpacked(value)
  if (typeof value !== 'object' || value === null || value instanceof Timestamp) return String(value)
  return Object.entries(value)
    .map(([name, member]) => `${name}: ${readable(member)}`)
    .join('\n')
}

/** What packed bytes hold; parts of larger ones unpack only together, and tests keep what they look for small. */
function unpacked(bytes: Uint8Array): string {
  try {
    return JSON.stringify(unpack(bytes, 'here'))
  } catch {
    return ''
  }
}
