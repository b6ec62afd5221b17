import { printLine } from '../../cli/commandLine.ts'
import type { ListOrdersResponse, OrderRow } from '../../functions/src/contract/api.ts'
import { formatCount, formatCounted } from '../local/report.ts'
import { tableLines } from './bill.ts'

const shownRows = 4

/** Prints the first rows of a page, and what the answer says of itself. */
export function showPage(title: string, page: ListOrdersResponse): void {
  const { segmentsRead, firestoreReads, ms } = page.meta
  printLine(`\n${title}: ${formatCounted(page.total, 'order')}`)
  for (const line of tableLines(page.orders.slice(0, shownRows).map(cellsOf))) printLine(`  ${line}`)
  if (page.orders.length > shownRows)
    printLine(`  ... ${formatCount(page.orders.length - shownRows)} more on this page`)
  const segments = segmentsRead > 0 ? `, ${formatCounted(segmentsRead, 'segment')} among them` : ''
  printLine(`  ${formatCounted(firestoreReads, 'read')}${segments}; ${ms} ms`)
}

/** Prints counts such as `status: 812 completed, 60 shipped`. */
export function showFacets(facets: NonNullable<ListOrdersResponse['facets']>): void {
  const { status, source, currency } = facets
  for (const [name, counts] of Object.entries({ status, source, currency })) {
    const sorted = Object.entries(counts).toSorted(([, a], [, b]) => b - a)
    printLine(`  ${name}: ${sorted.map(([value, count]) => `${formatCount(count)} ${value}`).join(', ')}`)
  }
}

function cellsOf(row: OrderRow): string[] {
  return [
    row.orderNumber,
    row.createdAt.slice(0, 16).replace('T', ' '),
    row.status,
    formatMoney(row.total, row.currency),
    row.customer.name ?? '',
  ]
}

/** Minor units as an amount: 1234 USD is 12.34 USD. */
function formatMoney(minorUnits: number, currency: string): string {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions()
  return `${(minorUnits / 10 ** digits).toFixed(digits)} ${currency}`
}
