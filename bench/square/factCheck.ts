import { isDeepStrictEqual } from 'node:util'

import type { Facts } from '../../tools/fakes/square/expected/facts.ts'

/** A cached list held against what the vendor has; a right one has nothing but zeros behind its sum. */
export interface ListCheck {
  readonly rows: number
  /** Of the column that is summed; null where none is. */
  readonly sum: number | null
  readonly expected: { readonly rows: number; readonly sum: number | null }
  /** The vendor has them, and the cache does not. */
  readonly missing: number
  /** The cache has them, and the vendor does not. */
  readonly surplus: number
  /** With a member that is not as at the vendor. */
  readonly differing: number
  /** Documents whose rows in the list are others, and rows without a document or in the list more than once. */
  readonly unlisted: number
}

type Members = Readonly<Record<string, unknown>>

/** Holds a list against what is expected of it, record by record. */
export class FactCheck {
  readonly #expected: Facts
  readonly #column: string | null
  #rows = 0
  #sum = 0
  #surplus = 0
  #differing = 0

  /** `column`: the one whose sums are compared. */
  constructor(expected: Facts, column: string | null) {
    this.#expected = expected
    this.#column = column
  }

  add(id: string, members: Members): void {
    this.#rows += 1
    this.#sum += numberIn(members, this.#column)
    const expected = this.#expected.get(id)
    if (expected === undefined) this.#surplus += 1
    else if (!hasAll(members, expected)) this.#differing += 1
  }

  /** Returns the comparison. Every record has to be added before. */
  end(unlisted: number): ListCheck {
    const expectedSum = [...this.#expected.values()].reduce((sum, one) => sum + numberIn(one, this.#column), 0)
    const sumOf = (sum: number): number | null => (this.#column === null ? null : rounded(sum))
    return {
      rows: this.#rows,
      sum: sumOf(this.#sum),
      expected: { rows: this.#expected.size, sum: sumOf(expectedSum) },
      missing: this.#expected.size - (this.#rows - this.#surplus),
      surplus: this.#surplus,
      differing: this.#differing,
      unlisted,
    }
  }
}

/** Tells whether a list has the vendor's rows, each as the vendor has it. */
export function isRight({ rows, sum, expected, missing, surplus, differing, unlisted }: ListCheck): boolean {
  const isSame = rows === expected.rows && sum === expected.sum
  return isSame && [missing, surplus, differing, unlisted].every((count) => count === 0)
}

function hasAll(members: Members, expected: Members): boolean {
  return Object.entries(expected).every(([name, value]) => isDeepStrictEqual(members[name], value))
}

function numberIn(members: Members, column: string | null): number {
  return column === null ? 0 : Number(members[column] ?? 0)
}

/** Quantities have up to five digits of fraction; a sum of many of them has more. */
function rounded(sum: number): number {
  return Number(sum.toFixed(5))
}
