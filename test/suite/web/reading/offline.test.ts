import type { BrowserContext, Page } from 'playwright-core'
import { expect, it } from 'vitest'

import { noProblems, type Problems } from '../../../../tools/browser/browser.ts'
import { eventually, rowsOf } from '../../../harness/ordersPage.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

/* Whether the server can be reached, calls find out. */

const tests = sharedShopInBrowser()

const banner = (page: Page) => page.getByText('You are offline.')
const calls = /\/(listOrders|getSyncStatus)$/

async function openList(): Promise<{ page: Page; context: BrowserContext; problems: Problems }> {
  const opened = await tests.open('#/orders')
  await rowsOf(opened.page).first().waitFor()
  await opened.page.locator('.freshness[data-live="true"]').waitFor()
  return opened
}

it('offline is not said for the browser’s word alone: calls that get through prove it wrong', async () => {
  const { page, problems } = await openList()
  const asked = page.waitForResponse(/\/getSyncStatus$/)
  await page.evaluate(`{
    Object.defineProperty(navigator, 'onLine', { get: () => false })
    dispatchEvent(new Event('offline'))
  }`)
  await (await asked).finished()
  const before = await rowsOf(page).first().getAttribute('data-id')
  await page.getByRole('searchbox').fill('an')
  await eventually(async () => expect(await rowsOf(page).first().getAttribute('data-id')).not.toBe(before))
  expect(await banner(page).count()).toBe(0)
  expect(problems).toEqual(noProblems)
})

it('offline is said once a call gets no answer, whatever the browser says, and until one does', async () => {
  const { page, context, problems } = await openList()
  await context.route(calls, (route) => route.abort('connectionfailed'))
  await page.getByRole('searchbox').fill('an')
  await banner(page).waitFor()
  expect(await page.evaluate('navigator.onLine')).toBe(true)
  await context.unroute(calls)
  await banner(page).waitFor({ state: 'detached' })
  await rowsOf(page).first().waitFor()
  // The browser itself notes each request that failed.
  expect({ ...problems, consoleErrors: [] }).toEqual(noProblems)
})

it('offline is not said of a server that answers with a refusal', async () => {
  const { page, context } = await openList()
  await context.route('**/listOrders', (route) =>
    route.fulfill({
      status: 500,
      headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' },
      json: { error: { status: 'INTERNAL', message: 'INTERNAL' } },
    }),
  )
  await page.getByRole('searchbox').fill('an')
  await page.getByRole('heading', { name: 'The orders could not be loaded' }).waitFor()
  expect(await banner(page).count()).toBe(0)
})
