import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'

import { noProblems, type PageOptions } from '../../../../tools/browser/browser.ts'
import { expectAccessibleInLightAndDark, expectNoSidewaysScrolling } from '../../../harness/axe.ts'
import { localVisitor } from '../../../harness/localShop.ts'
import { rowsOf } from '../../../harness/ordersPage.ts'
import { tableNamed } from '../../../harness/panels.ts'
import { openFilters, phone } from '../../../harness/phonePage.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

const tests = sharedShopInBrowser()

interface View {
  readonly at?: string
  readonly options?: PageOptions
  /** Does what leads there, and waits until all of it is there. */
  readonly reach: (page: Page) => Promise<void>
}

const list = async (page: Page): Promise<void> => {
  await rowsOf(page).first().waitFor()
  // Told late, and in colours of its own.
  await page.locator('.freshness[data-live="true"]').waitFor()
}
const overview = async (page: Page): Promise<void> => {
  await page.getByRole('img', { name: /^Revenue and orders per / }).waitFor()
  await tableNamed(page, /^Orders by status/).waitFor()
  await tableNamed(page, /^Orders by source/).waitFor()
}
/** The panel of one pipeline; there are others. */
const ordersPanel = (page: Page): Locator => page.getByRole('region', { name: 'firestore.orders', exact: true })
const sync = async (page: Page): Promise<void> => {
  await ordersPanel(page)
    .getByRole('img', { name: /^Duration and cost / })
    .waitFor()
  await page.getByText('no alert is open').waitFor()
  await page.getByText('no record is in quarantine').waitFor()
}
const asTable = async (page: Page, caption: RegExp, within: Page | Locator = page): Promise<void> => {
  await within.getByRole('button', { name: 'Table', exact: true }).click()
  await tableNamed(page, caption).waitFor()
}
const tablet = { viewport: { width: 820, height: 1_180 } }

const views: Readonly<Record<string, View>> = {
  'sign-in': {
    options: { signedInAs: undefined },
    reach: (page) => page.getByLabel('Password').waitFor(),
  },
  'no admin': {
    options: { signedInAs: localVisitor },
    reach: (page) => page.getByRole('heading', { name: 'This account is no admin' }).waitFor(),
  },
  orders: { reach: list },
  'orders with an open filter': {
    at: '#/orders?status=completed',
    reach: async (page) => {
      await list(page)
      await page
        .getByRole('button', { name: /^Status/ })
        .first()
        .click()
      await page.getByRole('dialog', { name: 'Status' }).getByRole('checkbox').first().waitFor()
    },
  },
  'an open order': {
    reach: async (page) => {
      await list(page)
      await rowsOf(page).first().click()
      await page.getByRole('dialog').getByText('Timeline').waitFor()
    },
  },
  'a list without orders': {
    at: '#/orders?q=nobodyiscalledthis',
    reach: (page) => page.getByRole('heading', { name: 'No order matches' }).waitFor(),
  },
  'the question in which currency to sort': {
    at: '#/orders?sort=total%3Adesc',
    reach: (page) => page.getByRole('heading', { name: 'Sort by total in which currency?' }).waitFor(),
  },
  'the question before a full resync': {
    reach: async (page) => {
      await list(page)
      await page.getByRole('button', { name: 'Full resync …' }).click()
      await page.getByRole('alertdialog').waitFor()
    },
  },
  'help with the keyboard': {
    reach: async (page) => {
      await list(page)
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    },
  },
  'the overview with its chart': { at: '#/overview?range=all&by=month', reach: overview },
  'the overview as tables': {
    at: '#/overview?range=all&by=month',
    reach: async (page) => {
      await overview(page)
      await asTable(page, /^Revenue and orders per month/)
    },
  },
  'sync with its chart': { at: '#/sync', reach: sync },
  'sync as tables': {
    at: '#/sync',
    reach: async (page) => {
      await sync(page)
      await asTable(page, /^Duration and cost of incremental runs of firestore.orders/, ordersPanel(page))
    },
  },
  'orders on a phone': { options: phone, reach: list },
  'the filters of a phone': {
    at: '#/orders?status=completed&created=90d',
    options: phone,
    reach: async (page) => {
      await list(page)
      const sheet = await openFilters(page)
      for (const filter of await sheet.locator('summary').all()) await filter.click()
      await sheet.getByRole('checkbox', { name: /^Completed/ }).waitFor()
    },
  },
  'the menu of a phone': {
    options: phone,
    reach: async (page) => {
      await list(page)
      await page.getByRole('button', { name: 'Menu' }).click()
      await page.getByRole('button', { name: 'Sign out' }).waitFor()
    },
  },
  'the overview on a phone': { at: '#/overview?range=all', options: phone, reach: overview },
  'sync on a phone': { at: '#/sync', options: phone, reach: sync },
  'orders on a tablet': { options: tablet, reach: list },
  'the overview on a tablet': { at: '#/overview?range=all', options: tablet, reach: overview },
  'sync on a tablet': { at: '#/sync', options: tablet, reach: sync },
}

it.each(Object.entries(views))('everybody can use %s', async (_name, { at = '', options, reach }) => {
  const { page, problems } = await tests.open(at, { reducedMotion: 'reduce', ...options })
  await reach(page)
  await expectAccessibleInLightAndDark(page)
  if (options?.viewport !== undefined) await expectNoSidewaysScrolling(page)
  expect(problems).toEqual(noProblems)
})
