/** Something that documents cannot say and a person can. */
export interface Question {
  /** The setting that takes the answer: `orders.money.unit`. */
  readonly key: string
  readonly text: string
  /** The possible answers; null: anything that the setting takes, like a time zone. */
  readonly choices: readonly string[] | null
  /** True where amounts may be wrong without the answer, and nobody would see it: then no settings are written. */
  readonly isEssential: boolean
}

/** Answers by the keys of their questions. */
export type Answers = ReadonlyMap<string, string>
