import { createHash } from 'node:crypto'

import type { Facets, ListOrdersResponse, OrderStatsBucket } from '../../functions/src/contract/api.ts'
import type { Question } from './questions.ts'

/** An answer as Tidemark gives it, without what tells of its freshness and its cost. */
export type Answer = PageAnswer | RevenueAnswer

export interface PageAnswer extends Pick<ListOrdersResponse, 'orders' | 'total'> {
  /** Null where the question did not ask for them. */
  readonly facets: Facets | null
}

export interface RevenueAnswer {
  readonly buckets: readonly OrderStatsBucket[]
}

/** Somebody who has loaded all rows, and answers. */
export interface Engine {
  answer(question: Question): Promise<Answer>
  close(): Promise<void>
}

/** An answer in so few bytes that a process can tell its parent hundreds of them. */
export interface AnswerDigest {
  /** The number of rows found, or of buckets. */
  readonly found: number
  /** The whole answer's. */
  readonly hash: string
}

/** Returns the digest of an answer: the same one for the same answer, in whatever order its members stand. */
export function digestOf(answer: Answer): AnswerDigest {
  const found = 'total' in answer ? answer.total : answer.buckets.length
  const hash = createHash('sha256').update(JSON.stringify(answer, sortedMembers)).digest('base64url')
  return { found, hash }
}

function sortedMembers(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
