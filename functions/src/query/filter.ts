import type { Filter } from '../model/api.ts'
import { facetNames, type FacetName } from '../model/row.ts'
import { fold } from './collation.ts'

/** Rows whose value lies from `min` to `max`, both included; times are milliseconds, totals minor units. */
export interface RangeTest {
  readonly column: 'createdAt' | 'updatedAt' | 'total'
  readonly min: number
  readonly max: number
}

/** Rows that have one of `words`. */
export interface FacetTest {
  readonly column: FacetName
  readonly words: ReadonlySet<string>
}

/** A filter as tests that a row has to pass, all of them. */
export interface CompiledFilter {
  readonly ranges: readonly RangeTest[]
  readonly facets: readonly FacetTest[]
  /** A folded text that one of the row's texts has to hold; never empty. */
  readonly needle: string | null
}

/** Turns a parsed filter into tests: from inclusive, to exclusive, totals inclusive at both ends. */
export function compileFilter(filter: Filter): CompiledFilter {
  const { createdFrom, createdTo, updatedFrom, updatedTo, totalMin, totalMax, search } = filter
  const needle = fold(search ?? '')
  return {
    ranges: [
      ...rangeOf('createdAt', firstOf(createdFrom), lastOf(createdTo)),
      ...rangeOf('updatedAt', firstOf(updatedFrom), lastOf(updatedTo)),
      // Minor units are compared as they are, whatever the currency: a filter on totals usually names one currency too.
      ...rangeOf('total', totalMin ?? -Infinity, totalMax ?? Infinity),
    ],
    facets: facetNames.flatMap((column) => {
      const words = filter[column]
      return words === undefined ? [] : [{ column, words: new Set<string>(words) }]
    }),
    // A text that folds to nothing (accents alone) is in every row.
    needle: needle === '' ? null : needle,
  }
}

/** Whether no test is left: every row passes. */
export function isUntested({ ranges, facets, needle }: CompiledFilter): boolean {
  return ranges.length + facets.length === 0 && needle === null
}

/**
 * Milliseconds since 1970 of an ISO time, rounded up: rows have whole milliseconds, so that a row is at or after a bound
 * that is finer exactly if it is at or after the next whole one (Date.parse drops the finer digits).
 */
export function boundOf(isoTime: string): number {
  return Date.parse(isoTime) + (/\.\d{3}\d*[1-9]/.test(isoTime) ? 1 : 0)
}

function firstOf(from?: string): number {
  return from === undefined ? -Infinity : boundOf(from)
}

function lastOf(to?: string): number {
  return to === undefined ? Infinity : boundOf(to) - 1
}

function rangeOf(column: RangeTest['column'], min: number, max: number): RangeTest[] {
  return min === -Infinity && max === Infinity ? [] : [{ column, min, max }]
}
