import type { Filter, Sort, SortField } from '../../contract/api.ts'
import { needleOf, periodTest, rangeTest, wordTest, type CompiledFilter } from '../plan/filter.ts'
import type { RowOrder } from '../plan/sort.ts'

/** Turns a parsed filter of orders into tests: from inclusive, to exclusive, totals inclusive at both ends. */
export function compileOrderFilter(filter: Filter): CompiledFilter {
  const { createdFrom, createdTo, updatedFrom, updatedTo, totalMin, totalMax } = filter
  return {
    ranges: [
      ...periodTest('createdAt', createdFrom, createdTo),
      ...periodTest('updatedAt', updatedFrom, updatedTo),
      // Minor units are compared as they are, whatever the currency: a filter on totals usually names one currency too.
      ...rangeTest('total', totalMin, totalMax),
    ],
    words: [
      ...wordTest('status', filter.status),
      ...wordTest('source', filter.source),
      ...wordTest('currency', filter.currency),
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

export function orderOfSort({ field, direction }: Sort): RowOrder {
  return { ...sortColumns[field], direction }
}

export const defaultSort: Sort = { field: 'createdAt', direction: 'desc' }
