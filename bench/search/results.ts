import { z } from 'zod'

import type { Environment } from '../results.ts'
import type { Question } from './questions.ts'
import type { SearchedStream } from './streams.ts'

/** Searches of one kind in a warm instance: milliseconds, and how many orders they found in all. */
const answersSchema = z.object({ p50: z.number(), p99: z.number(), found: z.number() })
export type Answers = z.infer<typeof answersSchema>

/** The figures of one process. */
export const figuresSchema = z.object({
  /** Every segment read and decoded, in milliseconds, and the documents that took. */
  loadMs: z.number(),
  reads: z.number(),
  /** The first search, which makes the text to search in. */
  firstSearchMs: z.number(),
  /** The growth of the instance's memory since it was empty, in bytes. */
  memory: z.number(),
  answers: z.record(z.string(), answersSchema),
})
export type Figures = z.infer<typeof figuresSchema>

/** The medians over all processes, of one way to declare the orders. */
export interface StreamResult extends Omit<Figures, 'answers'> {
  readonly segments: number
  readonly segmentBytes: number
  readonly answers: Readonly<Record<Question, Answers>>
}

/** The results of `npm run bench -- search`, as its JSON file has them. */
export interface SearchResults {
  readonly environment: Environment
  readonly orders: number
  readonly runs: number
  readonly streams: Readonly<Record<SearchedStream, StreamResult>>
}
