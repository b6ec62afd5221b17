import type { Filter } from '../model/api.ts'
import { facetNames, type FacetName, type Row } from '../model/row.ts'
import { fold } from './collation.ts'

export type Predicate = (row: Row) => boolean

/** A filter in parts, because each facet is counted without its own; a row matches if it passes `base` and `choice`. */
export interface CompiledFilter {
  /** Times, totals and search. */
  readonly base: Predicate
  /** The part of each facet. */
  readonly facets: Readonly<Record<FacetName, Predicate>>
  /** All facets together. */
  readonly choice: Predicate
}

/** Turns a parsed filter into predicates: from inclusive, to exclusive, totals inclusive at both ends. */
export function compileFilter(filter: Filter): CompiledFilter {
  const parts = [
    between('createdAt', filter.createdFrom, filter.createdTo),
    between('updatedAt', filter.updatedFrom, filter.updatedTo),
    totalWithin(filter.totalMin, filter.totalMax),
    found(filter.search),
  ].filter((part) => part !== null)
  const facets = {
    status: oneOf('status', filter.status),
    source: oneOf('source', filter.source),
    currency: oneOf('currency', filter.currency),
  }
  return {
    base: (row) => parts.every((part) => part(row)),
    facets,
    choice: (row) => facetNames.every((name) => facets[name](row)),
  }
}

/**
 * Milliseconds since 1970 of an ISO time, rounded up: rows have whole milliseconds, so that a row is at or after a bound
 * that is finer exactly if it is at or after the next whole one (Date.parse drops the finer digits).
 */
export function boundOf(isoTime: string): number {
  return Date.parse(isoTime) + (/\.\d{3}\d*[1-9]/.test(isoTime) ? 1 : 0)
}

function between(field: 'createdAt' | 'updatedAt', from?: string, to?: string): Predicate | null {
  if (from === undefined && to === undefined) return null
  const first = from === undefined ? -Infinity : boundOf(from)
  const end = to === undefined ? Infinity : boundOf(to)
  return (row) => row[field] >= first && row[field] < end
}

/** Minor units are compared as they are, whatever the currency: a filter on totals usually names one currency too. */
function totalWithin(min = -Infinity, max = Infinity): Predicate | null {
  if (min === -Infinity && max === Infinity) return null
  return (row) => row.total >= min && row.total <= max
}

function oneOf(name: FacetName, wanted?: readonly string[]): Predicate {
  if (wanted === undefined) return () => true
  const values = new Set(wanted)
  return (row) => values.has(row[name])
}

/** A substring of one field or of one SKU, never across two; text that folds to nothing (accents alone) is in every row. */
function found(search?: string): Predicate | null {
  if (search === undefined) return null
  const needle = fold(search)
  const isIn = (text: string | null): boolean => text !== null && fold(text).includes(needle)
  // A line feed parts two SKUs: a search with one can be in none.
  const inSkus = needle.includes('\n') ? () => false : isIn
  return (row) =>
    isIn(row.id) || isIn(row.orderNumber) || isIn(row.customerName) || isIn(row.customerEmail) || inSkus(row.skus)
}
