import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'

import { adminFirestore } from '../../../cli/firebaseAdmin.ts'
import { localProject } from '../../../cli/paths.ts'
import { noProblems, type OpenPage, type PageOptions } from '../../../tools/browser/browser.ts'
import { localAdmin } from '../../../tools/local/admin.ts'
import { expectAccessibleInLightAndDark, expectNoSidewaysScrolling } from '../../harness/axe.ts'
import { eventually } from '../../harness/ordersPage.ts'
import { hasFocus, tabTo } from '../../harness/panels.ts'
import { phone } from '../../harness/phonePage.ts'
import { shopInBrowser } from '../../harness/shopInBrowser.ts'

/* The seasons of the shop, as an admin edits them; the tests go on where the one before ended. */

const tests = shopInBrowser({ orders: 20 })

async function openSeasons(options: PageOptions = {}): Promise<OpenPage> {
  const opened = await tests.open('#/seasons', options)
  await opened.page.getByRole('heading', { name: 'Seasons' }).waitFor()
  return opened
}

function seasonNamed(page: Page, name: string): Locator {
  return page.getByRole('listitem').filter({ has: page.getByRole('heading', { name, exact: true }) })
}

async function openForm(page: Page, button: string): Promise<Locator> {
  await page.getByRole('button', { name: button }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Name').waitFor()
  return form
}

/** Waits until the runs have brought just these seasons into the cache. */
function untilCopied(names: readonly string[]): Promise<void> {
  return eventually(async () => {
    const { docs } = await adminFirestore(localProject).collection('operatingSeasons_cache').get()
    expect(new Set(docs.map((one): unknown => one.get('name')))).toEqual(new Set(names))
  })
}

it('a season is added by keyboard alone, with what is wrong told beside its field', async () => {
  const { page, problems } = await openSeasons()
  await page.getByText('There are no seasons yet.').waitFor()
  expect(await page.getByRole('link', { name: 'Seasons' }).getAttribute('aria-current')).toBe('page')
  await tabTo(page, page.getByRole('button', { name: 'Add a season' }))
  await page.keyboard.press('Enter')
  const form = page.getByRole('dialog', { name: 'New season' })
  await form.waitFor()
  await tabTo(page, form.getByRole('button', { name: 'Save' }))
  await page.keyboard.press('Enter')
  const name = form.getByLabel('Name')
  await form.getByText('Name must not be empty.').waitFor()
  expect(await hasFocus(name)).toBe(true)
  expect(await name.getAttribute('aria-invalid')).toBe('true')
  const told = page.locator(`[id="${await name.getAttribute('aria-describedby')}"]`)
  expect(await told.textContent()).toBe('Name must not be empty.')
  await page.keyboard.type('Summer')
  await form.getByLabel('First day').fill('2026-05-01')
  await form.getByLabel('Last day').fill('2026-04-01')
  await form.getByLabel('Locations').fill('Harbour\nStation')
  await form.getByLabel('Locations').press('Tab')
  await page.keyboard.type('Long evenings')
  await form.getByLabel('Name').press('Enter')
  await form.getByText('Last day must not be before the first day.').waitFor()
  expect(await form.getByText('Name must not be empty.').count()).toBe(0)
  await form.getByLabel('Last day').fill('2026-09-30')
  await form.getByLabel('Name').press('Enter')
  await form.waitFor({ state: 'detached' })
  await page.getByText('The season “Summer” is saved.').waitFor()
  const season = seasonNamed(page, 'Summer')
  for (const text of ['May 1, 2026', 'Sep 30, 2026', 'Harbour, Station', 'Long evenings', `by ${localAdmin.email}`])
    await season.getByText(text).waitFor()
  // The focus is back on what opened the form.
  expect(await hasFocus(page.getByRole('button', { name: 'Add a season' }))).toBe(true)
  await untilCopied(['Summer'])
  expect(problems).toEqual(noProblems)
})

it('a season that overlaps another is refused beside the first day', async () => {
  const { page } = await openSeasons()
  const form = await openForm(page, 'Add a season')
  await form.getByLabel('Name').fill('High summer')
  await form.getByLabel('First day').fill('2026-07-01')
  await form.getByLabel('Last day').fill('2026-07-31')
  await form.getByRole('button', { name: 'Save' }).click()
  await form.getByText('The season "Summer" (2026-05-01 to 2026-09-30) has some of these days').waitFor()
  expect(await hasFocus(form.getByLabel('First day'))).toBe(true)
  await form.getByLabel('Locations').fill('Market')
  await form.getByRole('button', { name: 'Save' }).click()
  await seasonNamed(page, 'High summer').waitFor()
  await untilCopied(['High summer', 'Summer'])
})

it('what two change at once is told to the second, who goes on with what it is now', async () => {
  const first = await openSeasons()
  const second = await openSeasons()
  await seasonNamed(first.page, 'Summer').waitFor()
  const [formOfFirst, formOfSecond] = [
    await openForm(first.page, 'Edit Summer'),
    await openForm(second.page, 'Edit Summer'),
  ]
  await formOfFirst.getByLabel('Last day').fill('2026-10-15')
  await formOfFirst.getByRole('button', { name: 'Save' }).click()
  await seasonNamed(first.page, 'Summer').getByText('Oct 15, 2026').waitFor()

  await formOfSecond.getByLabel('Note').fill('Bring a coat')
  await formOfSecond.getByRole('button', { name: 'Save' }).click()
  await formOfSecond.getByRole('alert').getByText('changed this season after you opened it').waitFor()
  await formOfSecond.getByRole('button', { name: 'Load the season as it is now' }).click()
  expect(await formOfSecond.getByLabel('Last day').inputValue()).toBe('2026-10-15')
  expect(await formOfSecond.getByLabel('Note').inputValue()).toBe('Long evenings')
  await formOfSecond.getByLabel('Note').fill('Bring a coat')
  await formOfSecond.getByRole('button', { name: 'Save' }).click()
  await seasonNamed(second.page, 'Summer').getByText('Bring a coat').waitFor()
  // The other page hears of it by itself.
  await seasonNamed(first.page, 'Summer').getByText('Bring a coat').waitFor({ timeout: 45_000 })
})

it('list and form keep nobody out, in light and in dark, and fit a phone', async () => {
  for (const options of [{}, phone]) {
    const { page, problems } = await openSeasons({ ...options, reducedMotion: 'reduce' })
    await seasonNamed(page, 'Summer').waitFor()
    await page.locator('.freshness[data-live="true"]').waitFor()
    await expectAccessibleInLightAndDark(page)
    await expectNoSidewaysScrolling(page)
    const form = await openForm(page, 'Add a season')
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByText('Name must not be empty.').waitFor()
    await expectAccessibleInLightAndDark(page)
    await expectNoSidewaysScrolling(page)
    expect(problems).toEqual(noProblems)
  }
})

it('a season is removed after a question', async () => {
  const { page, problems } = await openSeasons()
  await page.getByRole('button', { name: 'Remove Summer' }).click()
  const question = page.getByRole('alertdialog', { name: 'Remove Summer?' })
  await question.getByRole('button', { name: 'Cancel' }).click()
  await question.waitFor({ state: 'detached' })
  await seasonNamed(page, 'Summer').waitFor()
  for (const name of ['Summer', 'High summer']) {
    await page.getByRole('button', { name: `Remove ${name}` }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
    await page.getByText(`The season “${name}” is removed.`).waitFor()
    await seasonNamed(page, name).waitFor({ state: 'detached' })
    expect(await hasFocus(page.getByRole('heading', { name: 'Seasons' }))).toBe(true)
  }
  await page.getByText('There are no seasons yet.').waitFor()
  await untilCopied([])
  await page.reload()
  await page.getByText('There are no seasons yet.').waitFor()
  expect(problems).toEqual(noProblems)
})
