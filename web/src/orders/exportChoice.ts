import { orderFileColumns, type ExportOrdersRequest } from 'contract/api.ts'
import { delimiters, type Delimiter } from 'contract/files.ts'
import { remember, remembered } from '../ui/memory.ts'

/** A file of orders as its reader wants it. */
export interface ExportChoice {
  readonly rows: 'orders' | 'items'
  /** The columns of the file: all, or those that the table shows. */
  readonly columns: 'all' | 'shown'
  readonly delimiter: Delimiter
}

const memoryKey = 'tidemark.delimiter'

/** The choice that a dialog begins with; the delimiter is the spreadsheet's, and this browser remembers it. */
export function firstChoice(): ExportChoice {
  const delimiter = delimiters.find((one) => one === remembered(memoryKey)) ?? ','
  return { rows: 'orders', columns: 'all', delimiter }
}

export function rememberChoice({ delimiter }: ExportChoice): void {
  remember(memoryKey, delimiter)
}

/**
 * The columns of a file that stand for a column of the table, where they are others or several. An amount says nothing without its
 * currency.
 */
const inFiles: Readonly<Record<string, readonly string[]>> = {
  customer: ['customerName', 'customerEmail'],
  total: ['total', 'currency'],
}
const itemColumns = ['itemSku', 'itemName', 'itemQuantity', 'itemUnitPrice', 'itemTotal']

/** The part of the request for a file that the choice makes; `shown` are the columns of the table, in its order. */
export function requestedFile(
  { rows, columns, delimiter }: ExportChoice,
  shown: readonly string[],
): Pick<ExportOrdersRequest, 'rows' | 'columns' | 'delimiter'> {
  const known = new Set<string>(orderFileColumns)
  const chosen = shown.flatMap((id) => inFiles[id] ?? id).filter((name) => known.has(name) || name.startsWith('extra.'))
  // An amount of the shop's own, or of an item, is in the order's currency.
  const named = [...new Set(chosen.includes('currency') ? chosen : [...chosen, 'currency'])]
  return {
    ...(rows === 'items' && { rows }),
    ...(columns === 'shown' && { columns: rows === 'items' ? [...named, ...itemColumns] : named }),
    ...(delimiter !== ',' && { delimiter }),
  }
}
