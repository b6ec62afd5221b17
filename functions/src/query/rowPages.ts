import type { Filter, OrderRow, Sort } from '../model/api.ts'
import { ageOf, type Age } from './age.ts'
import { compileFilter } from './filter.ts'
import { orderRowOf } from './orderRow.ts'
import { comparePositions, positionOf } from './sort.ts'
import type { CacheReader } from './view.ts'

const pageRows = 1_000

/** Every row that passes the filter, sorted, page by page from one committed version of the cache; returns its age. */
export async function* rowPages(
  reader: CacheReader,
  filter: Filter,
  sort: Sort,
): AsyncGenerator<readonly OrderRow[], Age> {
  const view = await reader.view(() => null)
  const { base, choice } = compileFilter(filter)
  const sorted = view.rows
    .filter((row) => choice(row) && base(row))
    .map((row) => ({ ...positionOf(row, sort.field), row }))
    .sort(comparePositions(sort.direction))
  for (let start = 0; start < sorted.length; start += pageRows) {
    yield sorted.slice(start, start + pageRows).map(({ row }) => orderRowOf(row))
  }
  return ageOf(view)
}
