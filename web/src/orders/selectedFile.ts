import { orderFileColumns, type OrderRow } from 'contract/api.ts'
import { csvCell, csvName, csvStyle, type CsvStyle, type FileColumn } from 'contract/csvCells.ts'
import { extraFileColumn, orderColumns } from 'contract/orderFile.ts'
import type { ColumnDescription } from 'contract/records.ts'
import type { TimeZone } from 'contract/timeZone.ts'
import { csvLine } from '../format/csvLine.ts'
import { requestedFile, type ExportChoice } from './exportChoice.ts'
import { ownName } from './ownColumns.ts'

/*
 * A file of orders that are on the page: the columns and cells of the file that `exportOrders` writes, for no read.
 */

interface Shop {
  /** The columns that the shop declares. */
  readonly own: readonly ColumnDescription[]
  readonly zone: TimeZone
}

/** The orders as a file of CSV, with its header; `shown` are the columns of the table, in its order. */
export function csvOfOrders(
  orders: readonly OrderRow[],
  choice: Pick<ExportChoice, 'columns' | 'delimiter'>,
  shown: readonly string[],
  { own, zone }: Shop,
): string {
  const { columns } = requestedFile({ rows: 'orders', ...choice }, shown)
  const chosen = fileColumns(own, columns)
  const style = csvStyle(zone, choice)
  const header = chosen.map((column) => csvName(column, style))
  // Excel takes UTF-8 without a byte order mark for something older.
  return `\uFEFF${csvLine(header, choice.delimiter)}${linesOf(orders, chosen, style)}`
}

/** The orders as lines of cells between tabs, as a spreadsheet takes them from the clipboard: the columns of the table alone. */
export function rowsToPaste(orders: readonly OrderRow[], shown: readonly string[], { own, zone }: Shop): string {
  const delimiter = '\t'
  const { columns } = requestedFile({ rows: 'orders', columns: 'shown', delimiter }, shown)
  return linesOf(orders, fileColumns(own, columns), csvStyle(zone, { delimiter }))
}

function linesOf(orders: readonly OrderRow[], columns: readonly FileColumn<OrderRow>[], style: CsvStyle): string {
  return orders
    .map((order) =>
      csvLine(
        columns.map((column) => csvCell(column, order, style)),
        style.delimiter,
      ),
    )
    .join('')
}

/** The columns of these names, or all that files have. */
function fileColumns(own: readonly ColumnDescription[], names?: readonly string[]): readonly FileColumn<OrderRow>[] {
  const usual = orderFileColumns.map((name): FileColumn<OrderRow> => ({ name, ...orderColumns[name] }))
  if (names === undefined) return [...usual, ...own.filter(({ exported }) => exported !== false).map(ownColumn)]
  const byName = new Map([...usual, ...own.map(ownColumn)].map((column) => [column.name, column]))
  return names.flatMap((name) => byName.get(name) ?? [])
}

function ownColumn(described: ColumnDescription): FileColumn<OrderRow> {
  return extraFileColumn(ownName(described.name), described)
}
