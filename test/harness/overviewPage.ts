import type { Page } from 'playwright-core'
import { expect } from 'vitest'

import type { OrderRow } from '../../functions/src/model/api.ts'
import { averageOf, byStatus, figuresOf, topPeriods, type Group, type Period } from './orderFigures.ts'
import { eventually, shownIds } from './ordersPage.ts'
import { cellsOf, tableNamed } from './panels.ts'

/** Waits until the overview's figures are those of `rows`, which are all of one currency. */
export function expectFigures(page: Page, rows: readonly OrderRow[], period: Period): Promise<void> {
  return eventually(() => expectFiguresNow(page, rows, period))
}

/** Throws unless the overview's figures are those of `rows` by now. */
export async function expectFiguresNow(page: Page, rows: readonly OrderRow[], period: Period): Promise<void> {
  const currency = rows[0]?.currency ?? 'no orders'
  const lines = (groups: readonly Group[]): string[][] =>
    groups.map((group) => [group.name, ...figuresOf(group.rows, currency)])
  const inAll = await page.getByRole('region', { name: 'In all' }).locator('dd').allTextContents()
  expect(inAll).toEqual([...figuresOf(rows, currency), averageOf(rows, currency)])
  const top = tableNamed(page, `The ${period}s with most revenue, in ${currency}`)
  expect(await cellsOf(top)).toEqual(lines(topPeriods(rows, period)))
  const statuses = await cellsOf(tableNamed(page, `Orders by status, in ${currency}`))
  expect(statuses.map(([name = '', ...figures]) => [name.replace(/ [\d.]+%$/, ''), ...figures])).toEqual(
    lines(byStatus(rows)),
  )
  expect(await cellsOf(tableNamed(page, `Orders by source, in ${currency}`))).toEqual([
    ['Firestore 100%', ...figuresOf(rows, currency)],
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
