import type { OrderRow } from '../../functions/src/contract/api.ts'
import { orderStatuses } from '../../functions/src/contract/order.ts'
import type { TidemarkClient } from '../../tools/local/client.ts'
import { statusLabels } from '../../web/src/format/labels.ts'
import { formatMoney } from '../../web/src/format/money.ts'

/* The overview's figures, computed a second time from the rows of the list, in the words of a browser in en-US. */

/** Every order of the cache, in the list's own order. */
export async function allOrders(client: Pick<TidemarkClient, 'listOrders'>): Promise<OrderRow[]> {
  const rows: OrderRow[] = []
  let cursor: string | null = null
  do {
    const page = await client.listOrders({ limit: 200, ...(cursor !== null && { cursor }) })
    rows.push(...page.orders)
    cursor = page.nextCursor
  } while (cursor !== null)
  return rows
}

const dayMs = 86_400_000

/** The orders of the last `days` UTC days, today the last of them. */
export function ofLastDays(rows: readonly OrderRow[], days: number): OrderRow[] {
  const today = Math.floor(Date.now() / dayMs) * dayMs
  return rows.filter(({ createdAt }) => Date.parse(createdAt) >= today - (days - 1) * dayMs)
}

/** Currencies, the one of most orders first. */
export function currenciesOf(rows: readonly OrderRow[]): string[] {
  const groups = Map.groupBy(rows, ({ currency }) => currency)
  return [...groups].sort(([a, m], [b, n]) => n.length - m.length || (a < b ? -1 : 1)).map(([currency]) => currency)
}

/** The orders that revenue counts: by default (`kept`) all but cancelled and refunded ones. */
export type Revenue = 'kept' | 'all'

/** The orders that the revenue is of. */
export function soldOf(rows: readonly OrderRow[], revenue: Revenue): OrderRow[] {
  return rows.filter(({ status }) => revenue === 'all' || (status !== 'cancelled' && status !== 'refunded'))
}

/** "12" and "$1,234.50": what orders of one currency are together. */
export function figuresOf(
  rows: readonly OrderRow[],
  currency: string,
  revenue: Revenue = 'kept',
): [orders: string, revenue: string] {
  return [rows.length.toLocaleString('en-US'), formatMoney(revenueOf(rows, revenue), currency, 'en-US')]
}

export function averageOf(rows: readonly OrderRow[], currency: string, revenue: Revenue = 'kept'): string {
  return formatMoney(Math.round(revenueOf(rows, revenue) / soldOf(rows, revenue).length), currency, 'en-US')
}

function revenueOf(rows: readonly OrderRow[], revenue: Revenue): number {
  return soldOf(rows, revenue).reduce((sum, { total }) => sum + total, 0)
}

export interface Group {
  readonly name: string
  readonly rows: readonly OrderRow[]
}

export function byStatus(rows: readonly OrderRow[]): Group[] {
  return orderStatuses
    .map((status) => ({ name: statusLabels[status], rows: rows.filter((row) => row.status === status) }))
    .filter((group) => group.rows.length > 0)
}

export type Period = 'day' | 'week' | 'month'

/** The five periods with most revenue. */
export function topPeriods(rows: readonly OrderRow[], period: Period, revenue: Revenue = 'kept'): Group[] {
  const groups = Map.groupBy(rows, ({ createdAt }) => startOf(Date.parse(createdAt), period))
  return [...groups]
    .map(([start, those]) => ({ name: nameOf(start, period), start, rows: those }))
    .sort(
      (a, b) =>
        revenueOf(b.rows, revenue) - revenueOf(a.rows, revenue) || b.rows.length - a.rows.length || a.start - b.start,
    )
    .slice(0, 5)
}

/** The last `count` days, today the last of them, with and without orders. */
export function lastDays(rows: readonly OrderRow[], count: number): Group[] {
  const today = startOf(Date.now(), 'day')
  return Array.from({ length: count }, (_, i) => today - (count - 1 - i) * dayMs).map((start) => ({
    name: nameOf(start, 'day'),
    rows: rows.filter(({ createdAt }) => startOf(Date.parse(createdAt), 'day') === start),
  }))
}

function startOf(time: number, period: Period): number {
  const date = new Date(time)
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  if (period === 'month') return Date.UTC(year, month)
  // Weeks begin on Monday.
  return Date.UTC(year, month, period === 'week' ? day - ((date.getUTCDay() + 6) % 7) : day)
}

function nameOf(start: number, period: Period): string {
  const format = (options: Intl.DateTimeFormatOptions): string =>
    new Date(start).toLocaleDateString('en-US', { timeZone: 'UTC', ...options })
  if (period === 'day') return format({ dateStyle: 'full' })
  return period === 'week' ? `Week of ${format({ dateStyle: 'medium' })}` : format({ month: 'long', year: 'numeric' })
}
