import { z } from 'zod'

import type { readMachine } from '../report/environment.ts'
import type { ContestantName } from './contestants.ts'
import type { QuestionKind } from './questions.ts'

const digestSchema = z.object({ found: z.number(), hash: z.string() })

/** Documents that Firestore bills a new instance for, until it has answered one question. */
const billedSchema = z.object({
  everyRow: z.number(),
  /** A whole order number. */
  rareSearch: z.number(),
  firstPage: z.number(),
})
export type BilledReads = z.infer<typeof billedSchema>

/** The figures of one process; times in milliseconds, memory in bytes. */
export const figuresSchema = z.object({
  /** From opening the stored files to an answer for which every row was looked at. */
  loadMs: z.number(),
  /** From the same beginning until a question of each kind is answered as well. */
  onceMs: z.number(),
  /** The growth of the process since it was empty, when everything is answered and garbage is collected. */
  rss: z.number(),
  /** The part of it that V8 knows: heap and external memory. */
  kept: z.number(),
  everyRow: digestSchema,
  answers: z.record(z.string(), z.object({ p50: z.number(), p99: z.number(), digests: z.array(digestSchema) })),
  billed: billedSchema.nullable(),
})
export type Figures = z.infer<typeof figuresSchema>

/** Warm answers of one kind, in milliseconds. */
export interface Times {
  readonly p50: number
  readonly p99: number
}

/** The medians over all processes of a contestant. */
export interface PeerResult extends Pick<Figures, 'loadMs' | 'onceMs' | 'rss' | 'kept' | 'billed'> {
  readonly storedBytes: number
  readonly answers: Readonly<Record<QuestionKind, Times>>
}

/** The results of `npm run bench -- peers`, as its JSON file has them. */
export interface PeersResults {
  readonly environment: ReturnType<typeof readMachine> & {
    readonly mode: 'full' | 'quick'
    readonly seconds: number
    readonly sqlite: string
    /** The version of its package; null where it is not installed. */
    readonly duckDb: string | null
  }
  readonly orders: number
  readonly runs: number
  readonly samples: number
  /** The answers of each process that were compared with the reference's. */
  readonly compared: number
  /** The contestants that were measured. */
  readonly peers: Readonly<Partial<Record<ContestantName, PeerResult>>>
}
