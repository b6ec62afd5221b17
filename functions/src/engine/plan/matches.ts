import { numbersIn } from '../encoding/columns.ts'
import type { Block } from '../store/block.ts'
import { keepFound } from '../store/searchText.ts'
import type { FacetTally } from './facets.ts'
import { isUntested, type CompiledFilter } from './filter.ts'
import { keepInRange, keepWords } from './keep.ts'

/** A block as one version of the cache shows it. */
export interface Part {
  readonly block: Block
  /** 1 for each row that is not shown: a tombstone, or replaced by a pending change; null where all are shown. */
  readonly hidden: Uint8Array | null
}

/** The rows of a part that pass a filter. */
export interface Matches {
  /** 1 for each of them; null: all rows of the block. */
  readonly marks: Uint8Array | null
  readonly count: number
}

/**
 * The rows of `part` that pass `filter`. With a tally it counts facets too, each without its own test, which says what
 * choosing another value would find.
 */
export function matchesIn({ block, hidden }: Part, filter: CompiledFilter, tally?: FacetTally): Matches {
  if (isUntested(filter) && hidden === null && tally === undefined) return { marks: null, count: block.rows }
  const marks = new Uint8Array(block.rows)
  if (hidden === null) marks.fill(1)
  else for (let i = 0; i < marks.length; i++) marks[i] = 1 - (hidden[i] ?? 0)
  for (const test of filter.ranges) keepInRange(marks, numbersIn(block.columns, test.column), test)
  // Search is the dearest test, so it comes last; only facets need it of rows that the choice of facets leaves out.
  const byFacets = (): void => filter.words.forEach((test) => keepWords(marks, block.columns.byName[test.column], test))
  if (tally === undefined) byFacets()
  if (filter.needle !== null) keepFound(marks, block.search, filter.needle)
  if (tally !== undefined) {
    tally.add(marks, block.columns, filter.words)
    byFacets()
  }
  return { marks, count: countOf(marks) }
}

function countOf(marks: Uint8Array): number {
  let count = 0
  for (let i = 0; i < marks.length; i++) count += marks[i] ?? 0
  return count
}
