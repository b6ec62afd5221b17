import type { Filter, OrderRow, Sort } from '../model/api.ts'
import { compileFilter, type CompiledFilter } from './filter.ts'
import { findRows } from './find.ts'
import { matchesIn, type Matches } from './matches.ts'
import { orderRowAt } from './orderRow.ts'
import { assertLoadable, candidatesOf } from './plan.ts'
import type { Block } from './block.ts'
import { FirstRows, type PlacedRow, type Position } from './sort.ts'
import type { CacheReader, View } from './view.ts'

const pageRows = 1_000

/** Gives the page that follows a position; null: the first. */
type NextPage = (after: Position | null) => Promise<readonly PlacedRow[]>

/**
 * Every row that passes the filter, sorted, page by page from one committed version of the cache; returns how fresh it is.
 * In order of creation the memory is the same however many rows there are; any other order needs them all, and throws a
 * ResourceExhaustedError where they are too many.
 */
export async function* rowPages(
  reader: CacheReader,
  filter: Filter,
  sort: Sort,
): AsyncGenerator<readonly OrderRow[], View['freshness']> {
  const view = await reader.view()
  const compiled = compileFilter(filter)
  const next = sort.field === 'createdAt' ? inSegments(view, compiled, sort) : await inMemory(view, compiled, sort)
  let after: Position | null = null
  do {
    const rows = await next(after)
    if (rows.length > 0) yield rows.map(({ block, row }) => orderRowAt(block.columns, row))
    after = rows.length < pageRows ? null : (rows.at(-1) ?? null)
  } while (after !== null)
  return view.freshness
}

/** Segments stand in order of creation: each page is in one or two of them. */
function inSegments(view: View, filter: CompiledFilter, sort: Sort): NextPage {
  return (after) => findRows(view, filter, { sort, count: pageRows, after })
}

/** Rows of each page are in every segment: all are kept until the end. */
async function inMemory(view: View, filter: CompiledFilter, sort: Sort): Promise<NextPage> {
  const candidates = candidatesOf(view, filter)
  assertLoadable(view, candidates)
  const found: { block: Block; matches: Matches }[] = view.versions.map(({ pending }) => ({
    block: pending.block,
    matches: matchesIn(pending, filter),
  }))
  for await (const lot of view.lots(candidates)) {
    for (const { part, rest } of lot) found.push({ block: part.block, matches: matchesIn(part, rest) })
  }
  return async (after) => {
    const first = new FirstRows(sort, pageRows, after)
    for (const { block, matches } of found) first.offer(block, matches)
    return first.rows
  }
}
