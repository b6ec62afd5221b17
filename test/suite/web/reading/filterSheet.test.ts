import { expect, it } from 'vitest'
import type { Locator, Page } from 'playwright-core'

import { noProblems } from '../../../../tools/browser/browser.ts'
import { expectNoSidewaysScrolling } from '../../../harness/axe.ts'
import { exportCsv, eventually, rowsOf } from '../../../harness/ordersPage.ts'
import { hasFocus } from '../../../harness/panels.ts'
import { expectCards, filtersButton, openFilters, phone, shortCards } from '../../../harness/phonePage.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

/* What narrows, sorts and exports the list of a phone. */

const tests = sharedShopInBrowser()
const short = `#/orders?limit=${shortCards}`

/** Unfolds a filter in the sheet and makes a choice in it. */
async function choose(sheet: Locator, filter: string, choice: string | RegExp): Promise<void> {
  await sheet.locator('summary', { hasText: filter }).click()
  await sheet.getByLabel(choice).click()
}

function nameOf(button: Locator): Promise<string | null> {
  return button.textContent()
}

it('narrows and sorts, the button tells how many filters are set, and all of them are cleared at once', async () => {
  const { client } = tests
  const { page, problems } = await tests.open(short, phone)
  await expectCards(page, client, {})
  expect(await nameOf(filtersButton(page))).toBe('Filters')
  const sheet = await openFilters(page)
  await choose(sheet, 'Status', /^Completed/)
  const completed = { filter: { status: ['completed' as const] } }
  const { total } = await expectCards(page, client, completed)
  await sheet.getByRole('button', { name: `Show ${total} orders` }).click()
  await sheet.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Filters (1)', exact: true }).waitFor()

  // What somebody searches for is in sight anyway.
  await page.getByRole('searchbox').fill('an')
  const searched = { filter: { ...completed.filter, search: 'an' } }
  await expectCards(page, client, searched)
  expect(await nameOf(filtersButton(page))).toBe('Filters (1)')

  await openFilters(page)
  await choose(sheet, 'Source', /^Firestore/)
  const narrowed = { filter: { ...searched.filter, source: ['firestore' as const] } }
  await sheet.getByLabel('Sort by').selectOption('Customer, A to Z')
  await expectCards(page, client, { ...narrowed, sort: { field: 'customer', direction: 'asc' } })
  await sheet.getByLabel('Sort by').selectOption('Placed, oldest first')
  await expectCards(page, client, { ...narrowed, sort: { field: 'createdAt', direction: 'asc' } })
  await sheet.getByLabel('Sort by').selectOption('Placed, newest first')
  await expectCards(page, client, narrowed)
  expect(await nameOf(filtersButton(page))).toBe('Filters (2)')

  await sheet.getByRole('button', { name: 'Clear all' }).click()
  await expectCards(page, client, {})
  expect(await nameOf(filtersButton(page))).toBe('Filters')
  await sheet.getByLabel('Rows per page').selectOption('50')
  await eventually(async () => expect(page.url()).not.toContain('limit='))
  await eventually(async () => expect(await page.locator('.pager-place').textContent()).toMatch(/^1–50 of /))
  await expectNoSidewaysScrolling(page)
  expect(problems).toEqual(noProblems)
})

it('keeps the focus while it is open and gives it back, and keys that go along the list wait', async () => {
  const { page, problems } = await tests.open(short, phone)
  await rowsOf(page).first().waitFor()
  await filtersButton(page).focus()
  await page.keyboard.press('Enter')
  const sheet = page.getByRole('dialog', { name: 'Filters' })
  await sheet.waitFor()
  const within: string[] = []
  for (let pressed = 0; pressed < 30; pressed++) {
    within.push(await placeOfFocus(page))
    await page.keyboard.press('Tab')
  }
  // On the way around the focus passes the browser's own buttons.
  expect(new Set(within)).toEqual(new Set(['sheet', 'browser']))
  expect(within.filter((place) => place === 'sheet').length).toBeGreaterThan(20)

  for (const key of ['j', '/', '?']) await page.keyboard.press(key)
  expect(await placeOfFocus(page)).not.toBe('page')
  expect(await page.getByRole('dialog').count()).toBe(1)

  await page.keyboard.press('Escape')
  await sheet.waitFor({ state: 'detached' })
  expect(await hasFocus(filtersButton(page))).toBe(true)

  await openFilters(page)
  await sheet.getByRole('button', { name: 'Close: Filters' }).click()
  await sheet.waitFor({ state: 'detached' })
  expect(await hasFocus(filtersButton(page))).toBe(true)

  await openFilters(page)
  await page.mouse.click(phone.viewport.width / 2, 10)
  await sheet.waitFor({ state: 'detached' })
  expect(problems).toEqual(noProblems)
})

/** The place of the focus: in the open sheet, on the page behind it, or on a part of the browser. */
function placeOfFocus(page: Page): Promise<string> {
  return page.evaluate<string>(`(() => {
    if (document.activeElement === null || document.activeElement === document.body) return 'browser'
    return document.activeElement.closest('dialog') === null ? 'page' : 'sheet'
  })()`)
}

it('an export closes it, shows on the page how far it is, and is told there', async () => {
  const { page, context, problems } = await tests.open(`${short}&status=completed`, phone)
  const { total } = await expectCards(page, tests.client, { filter: { status: ['completed'] } })
  const { promise: held, resolve: go } = Promise.withResolvers<void>()
  await context.route('**/exportOrders', async (route) => {
    await held
    await route.continue()
  })
  const sheet = await openFilters(page)
  const downloading = page.waitForEvent('download')
  await exportCsv(page, [], sheet)
  await sheet.waitFor({ state: 'detached' })
  await page.getByText(`Exporting 0 of ${total}`).waitFor()
  await expectNoSidewaysScrolling(page)
  go()
  expect((await downloading).suggestedFilename()).toMatch(/^orders-.*\.csv$/)
  await page.getByText(`${total} orders exported.`).waitFor()
  expect(await page.getByText(/^Exporting/).count()).toBe(0)
  expect(problems).toEqual(noProblems)
})
