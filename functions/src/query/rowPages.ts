import type { Freshness } from '../contract/freshness.ts'
import type { Columns } from '../engine/encoding/columns.ts'
import { assertAnswered } from '../engine/page.ts'
import type { CompiledFilter } from '../engine/plan/filter.ts'
import { findRows } from '../engine/plan/find.ts'
import { matchesIn, type Matches } from '../engine/plan/matches.ts'
import { assertLoadable, candidatesOf } from '../engine/plan/plan.ts'
import { FirstRows, type PlacedRow, type Position, type RowOrder } from '../engine/plan/sort.ts'
import type { Block } from '../engine/store/block.ts'
import type { View } from '../engine/store/view.ts'

const pageRows = 1_000

/** Gives the page that follows a position; null: the first. */
type NextPage = (after: Position | null) => Promise<readonly PlacedRow[]>

/** The facts that follow the last page: how fresh the rows are, and how many documents were read for them. */
export interface PagesEnd extends Freshness {
  readonly firestoreReads: number
}

/**
 * Every row of a view that passes the filter, sorted, page by page. In order of creation the memory is the same however many rows
 * there are; any other order needs them all, and throws a ResourceExhaustedError where they are too many.
 */
export async function* rowPages<T>(
  view: View,
  filter: CompiledFilter,
  sort: RowOrder,
  recordAt: (columns: Columns, row: number) => T,
): AsyncGenerator<readonly T[], PagesEnd> {
  assertAnswered(view, filter, sort)
  const next = sort.column === 'createdAt' ? inSegments(view, filter, sort) : await inMemory(view, filter, sort)
  let after: Position | null = null
  do {
    const rows = await next(after)
    if (rows.length > 0) yield rows.map(({ block, row }) => recordAt(block.columns, row))
    after = rows.length < pageRows ? null : (rows.at(-1) ?? null)
  } while (after !== null)
  return { ...view.freshness, firestoreReads: view.firestoreReads }
}

/** Segments stand in order of creation: each page is in one or two of them. */
function inSegments(view: View, filter: CompiledFilter, sort: RowOrder): NextPage {
  return (after) => findRows(view, filter, { sort, count: pageRows, after })
}

/** Rows of each page are in every segment: all are kept until the end. */
async function inMemory(view: View, filter: CompiledFilter, sort: RowOrder): Promise<NextPage> {
  const candidates = await candidatesOf(view, filter)
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
