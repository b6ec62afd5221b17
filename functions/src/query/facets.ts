import type { FacetCounts } from '../cache/head.ts'
import type { Facets } from '../model/api.ts'
import { facetNames, type FacetName } from '../model/row.ts'
import type { ListColumns } from './block.ts'
import type { FacetTest } from './filter.ts'
import { keepWords } from './matches.ts'

/** Counts rows by the values of each facet; a facet ignores its own test and heeds the others. */
export class FacetTally {
  readonly #counts: Readonly<Record<FacetName, Map<string, number>>> = {
    status: new Map(),
    source: new Map(),
    currency: new Map(),
  }

  /** Adds counts that are known, of rows that pass every test but the own ones of the facets `names`. */
  addCounted(counts: FacetCounts, names: readonly FacetName[]): void {
    for (const name of names) {
      for (const [word, count] of Object.entries(counts[name] ?? {})) this.#add(name, word, count)
    }
  }

  /** Adds the marked rows, which pass every test but those of facets. */
  add(marks: Uint8Array, columns: ListColumns, tests: readonly FacetTest[]): void {
    for (const name of facetNames) {
      const others = tests.filter(({ column }) => column !== name)
      const counted = others.length === 0 ? marks : marks.slice()
      for (const test of others) keepWords(counted, columns[test.column], test)
      const { words, codes } = columns[name]
      const counts = new Uint32Array(words.length)
      for (let i = 0; i < counted.length; i++) {
        const code = codes[i] ?? 0
        counts[code] = (counts[code] ?? 0) + (counted[i] ?? 0)
      }
      words.forEach((word, code) => this.#add(name, word, counts[code] ?? 0))
    }
  }

  #add(name: FacetName, word: string, count: number): void {
    if (count > 0) this.#counts[name].set(word, (this.#counts[name].get(word) ?? 0) + count)
  }

  /** How many rows have each value, by value, in one order; absent where there are none. */
  facets(): Facets {
    const { status, source, currency } = this.#counts
    return { status: byWord(status), source: byWord(source), currency: byWord(currency) }
  }
}

function byWord(counts: ReadonlyMap<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
