/** The words for a list and its rows. */
export interface ListWords {
  /** "Orders". */
  readonly label: string
  /** "order", "orders". */
  readonly noun: string
  readonly nouns: string
}
