/** Something that documents cannot say and a person can. */
export interface Question {
  /** The setting that the answer is: `orders.money.unit`. */
  readonly key: string
  readonly text: string
  /** What may be answered; null: anything that the setting takes, like a time zone. */
  readonly choices: readonly string[] | null
  /** Without the answer amounts may be wrong, and nobody would see it: nothing is written. */
  readonly isEssential: boolean
}

/** Answers by the keys of their questions. */
export type Answers = ReadonlyMap<string, string>
