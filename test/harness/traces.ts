import { collections } from '../../functions/src/cache/paths.ts'
import { Timestamp, type Firestore } from '../../functions/src/lib/firestore/firestore.ts'
import { unpackBytes } from '../../functions/src/lib/packing.ts'

/** The paths of all documents, but for those in the shop's own collection, that hold any of `texts`, packed or not. */
export async function tracesOf(db: Firestore, texts: readonly string[], own = 'orders'): Promise<string[]> {
  const roots = (await db.listCollections()).filter(({ id }) => id !== own)
  const snapshots = await Promise.all([...roots, db.collectionGroup(collections.commits)].map((query) => query.get()))
  return snapshots
    .flatMap(({ docs }) => docs)
    .filter((document) => {
      const held = `${document.ref.path} ${readable(document.data())}`
      return texts.some((text) => held.includes(text))
    })
    .map(({ ref }) => ref.path)
}

/** Everything that a value holds, as text. */
function readable(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1') + unpacked(value)
  if (typeof value !== 'object' || value === null || value instanceof Timestamp) return String(value)
  return Object.entries(value)
    .map(([name, member]) => `${name}: ${readable(member)}`)
    .join('\n')
}

/** The content of packed bytes; parts of larger ones unpack only together, and tests keep what they look for small. */
function unpacked(bytes: Uint8Array): string {
  try {
    return Buffer.from(unpackBytes(bytes, 'here')).toString('utf8')
  } catch {
    return ''
  }
}
