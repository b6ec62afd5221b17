import type { Environment } from '../results.ts'
import type { ColdQuestion } from './questions.ts'

/** The first answer of new instances, from the start of a process to the end of its answer. */
export interface ColdAnswer {
  readonly medianMs: number
  readonly leastMs: number
  readonly mostMs: number
  /** The reads that Firestore bills for it. */
  readonly reads: number
}

export type ColdAnswers = Readonly<Record<ColdQuestion, ColdAnswer>>

/** The result of `measureCold`: times and billed reads of the bare callable and of each checkout. */
export interface ColdFigures {
  readonly orders: number
  /** The instances that each figure is of. */
  readonly rounds: number
  /** A callable that returns one document, and nothing else. */
  readonly bare: ColdAnswer
  readonly now: ColdAnswers
  /** The answers of another checkout; null where none was named. */
  readonly before: ColdAnswers | null
}

/** The results of `npm run bench -- cold`, as its JSON has them. */
export interface ColdResults extends ColdFigures {
  readonly environment: Environment
}
