import type { DocumentSnapshot } from '../../functions/src/lib/firestore/firestore.ts'

/** A document as a read gives it back (undefined: it does not exist), as far as decoding asks of it. */
export function stored(path: string, data: Record<string, unknown> | undefined): DocumentSnapshot {
  const snapshot = {
    exists: data !== undefined,
    ref: { path },
    data: () => data,
    get: (field: string) => data?.[field],
  }
  // Only the client makes real ones, from what the server sent.
  return snapshot as unknown as DocumentSnapshot
}
