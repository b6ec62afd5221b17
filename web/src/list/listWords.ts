/** What a list and its rows are called. */
export interface ListWords {
  /** "Orders". */
  readonly label: string
  /** "order", "orders". */
  readonly noun: string
  readonly nouns: string
}
