/** A document as whoever reads it hands it in. */
export interface StoredDocument {
  /** Names it in messages. */
  readonly path: string
  /** Undefined where it does not exist. */
  readonly fields: Readonly<Record<string, unknown>> | undefined
}
