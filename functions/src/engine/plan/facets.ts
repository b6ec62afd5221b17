import { categoryIn, type Columns } from '../encoding/columns.ts'
import type { FacetCounts } from '../encoding/head.ts'
import type { WordTest } from './filter.ts'
import { keepWords } from './keep.ts'

/** Counts rows by the values of each facet; a facet ignores its own test and heeds the others. */
export class FacetTally {
  readonly #counts: ReadonlyMap<string, Map<string, number>>

  constructor(facets: readonly string[]) {
    this.#counts = new Map(facets.map((name) => [name, new Map()]))
  }

  /** Adds counts that are known, of rows that pass every test but the own ones of the facets `names`. */
  addCounted(counts: FacetCounts, names: readonly string[]): void {
    for (const name of names) {
      for (const [word, count] of Object.entries(counts[name] ?? {})) this.#add(name, word, count)
    }
  }

  /** Adds the marked rows, which pass every test but those of words. */
  add(marks: Uint8Array, columns: Columns, tests: readonly WordTest[]): void {
    for (const name of this.#counts.keys()) {
      const others = tests.filter(({ column }) => column !== name)
      const counted = others.length === 0 ? marks : marks.slice()
      for (const test of others) keepWords(counted, columns.byName[test.column], test)
      const { words, codes } = categoryIn(columns, name)
      const counts = new Uint32Array(words.length)
      for (let i = 0; i < counted.length; i++) {
        const code = codes[i] ?? 0
        counts[code] = (counts[code] ?? 0) + (counted[i] ?? 0)
      }
      words.forEach((word, code) => {
        if (word !== null) this.#add(name, word, counts[code] ?? 0)
      })
    }
  }

  /** Adds rows that are alike: `failed` are the facets whose tests they fail, `wordOf` tells their word of a facet. */
  addRows(count: number, failed: readonly string[], wordOf: (name: string) => string | null): void {
    for (const name of this.#counts.keys()) {
      const word = failed.every((other) => other === name) ? wordOf(name) : null
      if (word !== null) this.#add(name, word, count)
    }
  }

  #add(name: string, word: string, count: number): void {
    const counts = this.#counts.get(name)
    if (count > 0) counts?.set(word, (counts.get(word) ?? 0) + count)
  }

  /** Returns the number of rows by value for each facet, in the order of the values; values that nobody has are absent. */
  facets(): FacetCounts {
    return Object.fromEntries([...this.#counts].map(([name, counts]) => [name, byWord(counts)]))
  }
}

function byWord(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
