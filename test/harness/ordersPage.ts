import type { Locator, Page } from 'playwright-core'
import { expect, vi } from 'vitest'

import type { ListOrdersRequest, ListOrdersResponse } from '../../functions/src/contract/api.ts'
import type { TidemarkClient } from '../../tools/local/client.ts'

/** A page of the list as short as this is drawn whole. */
export const shortPage = 25

/** A busy machine answers late. */
const patience = { timeout: 45_000, interval: 100 }

/** Waits until `check` throws nothing more. */
export function eventually<T>(check: () => Promise<T>): Promise<T> {
  return vi.waitFor(check, patience)
}

/** The orders of the list: rows of a table, or a phone's cards. */
export function rowsOf(page: Page): Locator {
  return page.locator('table.list-table tbody tr[data-id], ul.list-cards > li')
}

/** The ids of the rows that are drawn, from the top. */
export function shownIds(page: Page): Promise<string[]> {
  return rowsOf(page).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-id') ?? ''))
}

/** The ids of the first 15 rows, whatever room the window leaves for more. */
export async function firstIds(page: Page): Promise<string[]> {
  return (await shownIds(page)).slice(0, 15)
}

/** Waits until the list shows just what the function answers to a request, and says how many there are in all. */
export async function expectList(
  page: Page,
  client: Pick<TidemarkClient, 'listOrders'>,
  request: ListOrdersRequest,
): Promise<ListOrdersResponse> {
  const answer = await client.listOrders({ limit: shortPage, ...request })
  expect(answer.orders.length, 'the request finds something').toBeGreaterThan(0)
  await eventually(async () => {
    expect(await shownIds(page)).toEqual(answer.orders.map(({ id }) => id))
    expect(await page.locator('.pager-place').textContent()).toContain(`of ${answer.total.toLocaleString('en-US')}`)
  })
  return answer
}

/** Exports as a person does: presses the button within `within`, makes the choices in the dialog, and starts. */
export async function exportCsv(
  page: Page,
  choices: readonly string[] = [],
  within: Page | Locator = page,
): Promise<void> {
  await within.getByRole('button', { name: 'Export CSV' }).click()
  const dialog = page.getByRole('alertdialog', { name: /^Export [\d,]+ order/ })
  for (const name of choices) await dialog.getByRole('radio', { name }).check()
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
}
