import type { Instant } from '../../functions/src/lib/instant.ts'

/** A document of the sample. */
export interface SampledDocument {
  /** Its path, without the database: `users/u1/orders/o1`. */
  readonly path: string
  readonly data: Readonly<Record<string, unknown>>
  /** When Firestore first saw it. */
  readonly createTime: Instant
  /** When it was last written. */
  readonly updateTime: Instant
}

/** The id of a document in its collection. */
export function documentIdOf({ path }: Pick<SampledDocument, 'path'>): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
