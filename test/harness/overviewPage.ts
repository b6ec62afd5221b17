import type { Page } from 'playwright-core'
import { expect } from 'vitest'

import type { OrderRow } from '../../functions/src/contract/api.ts'
import {
  averageOf,
  byStatus,
  figuresOf,
  soldOf,
  topPeriods,
  type Group,
  type Period,
  type Revenue,
} from './orderFigures.ts'
import { eventually, shownIds } from './ordersPage.ts'
import { cellsOf, tableNamed } from './panels.ts'

/** Waits until the overview's figures are those of `rows`, which are all of one currency. */
export function expectFigures(
  page: Page,
  rows: readonly OrderRow[],
  period: Period,
  revenue: Revenue = 'kept',
): Promise<void> {
  return eventually(() => expectFiguresNow(page, rows, period, revenue))
}

/** Throws unless the overview's figures are those of `rows` by now. */
export async function expectFiguresNow(
  page: Page,
  rows: readonly OrderRow[],
  period: Period,
  revenue: Revenue = 'kept',
): Promise<void> {
  const currency = rows[0]?.currency ?? 'no orders'
  const lines = (groups: readonly Group[]): string[][] =>
    groups.map((group) => [group.name, ...figuresOf(group.rows, currency, revenue)])
  const inAll = await page.getByRole('region', { name: 'In all' }).locator('dd').allTextContents()
  const lost = rows.length - soldOf(rows, revenue).length
  const note = lost === 0 ? [] : [`without ${lost} cancelled or refunded order${lost === 1 ? '' : 's'}`]
  expect(inAll).toEqual([...figuresOf(rows, currency, revenue), ...note, averageOf(rows, currency, revenue)])
  const top = tableNamed(page, `The ${period}s with most revenue, in ${currency}`)
  expect(await cellsOf(top)).toEqual(lines(topPeriods(rows, period, revenue)))
  const statuses = await cellsOf(tableNamed(page, `Orders by status, in ${currency}`))
  expect(statuses.map(([name = '', ...figures]) => [name.replace(/ [\d.]+%$/, ''), ...figures])).toEqual(
    byStatus(rows).map((group) =>
      soldOf(group.rows, revenue).length === 0
        ? [group.name, String(group.rows.length), 'left out']
        : [group.name, ...figuresOf(group.rows, currency, revenue)],
    ),
  )
  expect(await cellsOf(tableNamed(page, `Orders by source, in ${currency}`))).toEqual([
    ['Firestore 100%', ...figuresOf(rows, currency, revenue)],
  ])
}

/** Waits until the list is of `rows` and of nothing else. Only the rows in sight are drawn. */
export async function expectListOf(page: Page, rows: readonly OrderRow[]): Promise<void> {
  await eventually(async () => {
    expect(await page.locator('.pager-place').textContent()).toBe(
      `1–${Math.min(50, rows.length)} of ${rows.length.toLocaleString('en-US')}`,
    )
    const shown = await shownIds(page)
    expect(shown.length).toBeGreaterThan(0)
    expect(shown).toEqual(rows.slice(0, shown.length).map(({ id }) => id))
  })
}
