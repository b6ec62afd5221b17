import type { Instant } from '../../functions/src/lib/instant.ts'

/** A document of the sample. */
export interface SampledDocument {
  /** The document's path, without the database: `users/u1/orders/o1`. */
  readonly path: string
  readonly data: Readonly<Record<string, unknown>>
  /** The time at which Firestore created the document. */
  readonly createTime: Instant
  /** The time of the document's last write. */
  readonly updateTime: Instant
}

/** The id of a document in its collection. */
export function documentIdOf({ path }: Pick<SampledDocument, 'path'>): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
