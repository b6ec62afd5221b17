import { categoryIn, wordAt } from '../encoding/columns.ts'
import type { FacetTally } from './facets.ts'
import type { CompiledFilter } from './filter.ts'
import type { Part } from './matches.ts'

/** Tells whether a filter tests facets alone, so that the counts of their combinations answer it without looking at rows. */
export function isOfFacets({ ranges, words, needle }: CompiledFilter, facets: readonly string[]): boolean {
  return ranges.length === 0 && needle === null && words.every(({ column }) => facets.includes(column))
}

/** The number of rows of a part that pass a filter that goes by facets alone; the tally gets them as `matchesIn` would give them. */
export function countCombined({ block, hidden }: Part, { words }: CompiledFilter, tally?: FacetTally): number {
  const { examples, counts } = block.counts.without(hidden)
  const passes = words.map((test) => {
    const category = categoryIn(block.columns, test.column)
    const ofWord = category.words.map((word) => word !== null && test.words.has(word))
    return { column: test.column, at: (row: number) => ofWord[category.codes[row] ?? 0] === true }
  })
  let passing = 0
  for (const [i, row] of examples.entries()) {
    const failed = passes.filter(({ at }) => !at(row)).map(({ column }) => column)
    const count = counts[i] ?? 0
    if (failed.length === 0) passing += count
    tally?.addRows(count, failed, (name) => wordAt(categoryIn(block.columns, name), row))
  }
  return passing
}
