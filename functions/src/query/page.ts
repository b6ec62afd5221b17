import type { Facets, ListOrdersRequest } from '../model/api.ts'
import type { Row } from '../model/row.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { facetsOf } from './facets.ts'
import { compileFilter } from './filter.ts'
import { defaultSort, firstRows, positionOf } from './sort.ts'

export const defaultLimit = 50

export interface Page {
  readonly rows: readonly Row[]
  /** Rows that pass the filter, on every page alike. */
  readonly total: number
  /** Null where no row follows. */
  readonly nextCursor: string | null
  /** Only where the request asks for them. */
  readonly facets?: Facets
}

/** The answer to a parsed request over live rows in any order; throws InvalidInputError('cursor'). */
export function pageOf(rows: readonly Row[], request: ListOrdersRequest): Page {
  const { filter = {}, sort = defaultSort, limit = defaultLimit, cursor, facets = false } = request
  const after = cursor === undefined ? null : decodeCursor(cursor, filter, sort)
  const compiled = compileFilter(filter)
  // Search is the dearest test, so it comes last; only facets need it of rows that the choice leaves out.
  const candidates = rows.filter(facets ? compiled.base : compiled.choice)
  const matching = candidates.filter(facets ? compiled.choice : compiled.base)
  // One more than the page tells whether another follows.
  const found = firstRows(matching, sort, limit + 1, after)
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  const more = found.length > limit && last !== undefined
  return {
    rows: shown,
    total: matching.length,
    nextCursor: more ? encodeCursor(positionOf(last, sort.field), filter, sort) : null,
    ...(facets && { facets: facetsOf(candidates, compiled) }),
  }
}
