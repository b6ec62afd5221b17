import fc from 'fast-check'
import { describe, it } from 'vitest'

/*
 * Random histories: long sequences of steps that anything may happen in, of which few are played often and many seldom.
 * `npm test` plays some 50 of each kind from a fresh seed, `npm run test:long` all of them; `--seed=N` repeats a run.
 */

/** A kind's histories are played in so many shares side by side: each waits for the database most of the time. */
const mostShares = 4

export interface HistoryKind<T> {
  /** A name that says what happens in such a history. */
  readonly kind: string
  /** The number that `npm run test:long` plays. */
  readonly all: number
  /** The number that `npm test` plays. */
  readonly few?: number
  readonly history: fc.Arbitrary<T>
  /** Milliseconds that a share of all of them may take. */
  readonly timeoutMs: number
  /** True where a shorter history is looked for that fails too. With a database that would take hundreds more, and find little. */
  readonly shrinks?: boolean
}

declare module 'vitest' {
  interface TaskMeta {
    histories?: { readonly kind: string; readonly played: number }
  }
}

/** Declares the tests of a kind of history: each share plays its own, one after another, and ends with the first that fails. */
export function playHistories<T>(
  { kind, all, few = 50, history, timeoutMs, shrinks = false }: HistoryKind<T>,
  play: (history: T) => Promise<void>,
): void {
  const count = process.env.TIDEMARK_HISTORIES === 'long' ? all : few
  const shares = Math.min(mostShares, count)
  const seed = seedOf(process.env.TIDEMARK_SEED)
  describe(`histories: ${kind}`, () => {
    it.concurrent.for(Array.from({ length: shares }, (_, share) => share))(
      `share %i of ${shares}`,
      { timeout: timeoutMs },
      async (share, { task }) => {
        const property = fc.asyncProperty(history, async (one) => {
          task.meta.histories = { kind, played: (task.meta.histories?.played ?? 0) + 1 }
          await play(one)
        })
        const numRuns = Math.floor(((share + 1) * count) / shares) - Math.floor((share * count) / shares)
        await fc.assert(property, { numRuns, seed: seed + share, endOnFailure: !shrinks })
      },
    )
  })
}

/** Without `npm test` around it, a seed of its own: fast-check names it with what fails. */
function seedOf(text: string | undefined): number {
  return text === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(text)
}
