import { isSortField, sortFields, type Filter, type Sort, type SortField } from '../../contract/api.ts'
import { InvalidInputError } from '../../lib/errors.ts'
import type { Stream } from '../../model/stream.ts'
import { needleOf, periodTest, rangeTest, wordTest, type CompiledFilter } from '../plan/filter.ts'
import type { RowOrder } from '../plan/sort.ts'
import { isText, testsOf } from '../records/query.ts'
import { extraOf, extrasOf } from './extra.ts'

/**
 * Turns a parsed filter of orders into tests: from inclusive, to exclusive, totals inclusive at both ends. Throws an
 * InvalidInputError that names a column of the shop's own that there is not, or that cannot be asked so.
 */
export function compileOrderFilter(stream: Pick<Stream, 'columns'>, filter: Filter): CompiledFilter {
  const { createdFrom, createdTo, updatedFrom, updatedTo, totalMin, totalMax, extra = {} } = filter
  const own = testsOf(
    Object.entries(extra).map(([name, test]) => {
      const field = `filter.extra.${name}`
      return { column: extraOf(stream, name, field), test, field }
    }),
  )
  return {
    ranges: [
      ...periodTest('createdAt', createdFrom, createdTo),
      ...periodTest('updatedAt', updatedFrom, updatedTo),
      // Minor units are compared as they are, whatever the currency: a filter on totals usually names one currency too.
      ...rangeTest('total', totalMin, totalMax),
      ...own.ranges,
    ],
    words: [
      ...wordTest('status', filter.status),
      ...wordTest('source', filter.source),
      ...wordTest('currency', filter.currency),
      ...own.words,
    ],
    needle: needleOf(filter.search),
  }
}

const sortColumns: Readonly<Record<SortField, Pick<RowOrder, 'column' | 'isText'>>> = {
  createdAt: { column: 'createdAt', isText: false },
  updatedAt: { column: 'updatedAt', isText: false },
  total: { column: 'total', isText: false },
  customer: { column: 'customerName', isText: true },
  status: { column: 'status', isText: true },
  orderNumber: { column: 'orderNumber', isText: true },
}

/** The order that is asked for. Throws an InvalidInputError (`sort.field`) for a column of the shop's own that does not sort. */
export function orderOfSort(stream: Pick<Stream, 'columns'>, { field, direction }: Sort): RowOrder {
  if (isSortField(field)) return { ...sortColumns[field], direction }
  const column = extraOf(stream, field.slice('extra.'.length), 'sort.field')
  if (column.sort === true) return { column: column.name, isText: isText(column), direction }
  const own = extrasOf(stream).filter((one) => one.column.sort)
  const sortable = [...sortFields, ...own.map(({ name }) => `extra.${name}`)]
  throw new InvalidInputError('sort.field', `must be one of ${sortable.join(', ')}`)
}

export const defaultSort: Sort = { field: 'createdAt', direction: 'desc' }
