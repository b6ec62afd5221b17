import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'

import { noProblems } from '../../../../tools/browser/browser.ts'
import { eventually, rowsOf } from '../../../harness/ordersPage.ts'
import { tableNamed } from '../../../harness/panels.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

/* The page is in English, and in no other language beside it. */

const tests = sharedShopInBrowser()

/** All that the page says: its texts, what is shown on hovering, and what is heard. */
async function saidOn(page: Page): Promise<string> {
  const titles = await page
    .locator('[title], [aria-label]')
    .evaluateAll((elements) => elements.map((one) => `${one.getAttribute('title')} ${one.getAttribute('aria-label')}`))
  return [await page.locator('body').textContent(), ...titles].join('\n')
}

const german =
  /\b(vor|in) (\d+|einem|einer) (Sekunden?|Minuten?|Stunden?|Tag(en)?|Monat)|\bgestern|\bmorgen\b|Uhr|Dez\.|Januar|Februar|März|Mai |Juni|Juli|Oktober|Dezember|(Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|\d €|\d,\d\d\b/

it.each([
  ['the list', '#/orders?status=completed', (page: Page) => rowsOf(page).first().waitFor()],
  ['an order', '', (page: Page) => page.getByRole('dialog').getByText('Timeline').waitFor()],
  ['the overview', '#/overview?range=all', (page: Page) => tableNamed(page, /^Orders by status/).waitFor()],
  ['sync', '#/sync', (page: Page) => page.getByText('no record is in quarantine').waitFor()],
])('a browser that speaks German reads %s in English, times and numbers too', async (_name, at, reach) => {
  const { orders } = await tests.client.listOrders({ filter: { currency: ['EUR'] }, limit: 1 })
  const { page, problems } = await tests.open(at === '' ? `#/orders/${encodeURIComponent(orders[0]?.id ?? '')}` : at, {
    locale: 'de-DE',
  })
  await reach(page)
  await page.locator('.freshness[data-live="true"]').waitFor()
  expect(await page.evaluate('navigator.language')).toBe('de-DE')
  const said = await saidOn(page)
  expect(said).toMatch(/ (ago|now)\b/)
  expect(german.exec(said)?.[0]).toBeUndefined()
  expect(problems).toEqual(noProblems)
})

it('a browser that asks for an English reads that one', async () => {
  const { page } = await tests.open('#/orders', { locale: 'en-GB' })
  const time = page.locator('[data-id] time').first()
  await eventually(async () => expect(await time.textContent()).toMatch(/^\d{1,2} [A-Z][a-z]{2,3} \d{4}, \d\d:\d\d$/))
})
