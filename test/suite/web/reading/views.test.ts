import type { Locator, Page } from 'playwright-core'
import { expect, it, onTestFinished } from 'vitest'

import { noProblems, openProfile, pageOrigin, type OpenPage } from '../../../../tools/browser/browser.ts'
import { localAdmin } from '../../../../tools/local/admin.ts'
import { expectAccessibleInLightAndDark, expectNoSidewaysScrolling } from '../../../harness/axe.ts'
import { eventually, expectList, rowsOf, shortPage } from '../../../harness/ordersPage.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'
import { tellZone } from '../../../harness/shopZone.ts'

const tests = sharedShopInBrowser()

const short = `#/orders?limit=${shortPage}`
/** High enough for a short page to be drawn whole, whatever stands around it. */
const high = { viewport: { width: 1_280, height: 1_100 } }
const key = 'tidemark.views.orders'

function tabs(page: Page): Locator {
  return page.getByRole('navigation', { name: 'Views of orders' })
}

/** Waits until the tabs are these, and the one is marked, or the one is marked as modified. */
async function expectTabs(page: Page, names: readonly string[], current: string | null): Promise<void> {
  await eventually(async () => {
    expect(await tabs(page).getByRole('link').allTextContents()).toEqual(names)
    expect(await tabs(page).locator('[aria-current="page"]').allTextContents()).toEqual(
      current === null ? [] : [current],
    )
  })
}

async function saveAs(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Save view' }).click()
  const popover = page.getByRole('dialog', { name: 'Save view' })
  await popover.getByLabel('Name').fill(name)
  await popover.getByRole('button', { name: 'Save', exact: true }).click()
}

/** The page of somebody whose browser keeps this as their views. */
async function openWith(stored: string): Promise<OpenPage> {
  const profile = await openProfile(tests.browser, { signedInAs: localAdmin })
  onTestFinished(() => profile.close())
  await profile.context.addInitScript(
    `if (localStorage.getItem('seeded') === null) {
      localStorage.setItem('seeded', 'yes')
      localStorage.setItem(${JSON.stringify(key)}, ${JSON.stringify(stored)})
      localStorage.setItem('tidemark.theme', 'dark')
    }`,
  )
  const page = await profile.context.newPage()
  await page.goto(`${pageOrigin()}/${short}`)
  return { ...profile, page }
}

const unfulfilled = { filter: { status: ['pending' as const, 'on_hold' as const, 'processing' as const] } }

it('tabs lead to All, Unfulfilled and Today; the address says which it is, and a change of it shows', async () => {
  const { client } = tests
  const { page, problems } = await tests.open(short, high)
  await expectList(page, client, {})
  await expectTabs(page, ['All', 'Unfulfilled', 'Today'], 'All')
  await tabs(page).getByRole('link', { name: 'Unfulfilled' }).click()
  await expectList(page, client, unfulfilled)
  await expectTabs(page, ['All', 'Unfulfilled', 'Today'], 'Unfulfilled')
  await page.getByText('Unfulfilled: pending, on hold or processing.').waitFor()
  expect(new URL(page.url()).hash).toContain(`limit=${shortPage}`)

  await page.getByRole('columnheader', { name: 'Customer' }).getByRole('button').click()
  const sort = { field: 'customer' as const, direction: 'asc' as const }
  await expectList(page, client, { ...unfulfilled, sort })
  await expectTabs(page, ['All', 'Unfulfilled modified', 'Today'], null)
  await tabs(page).getByRole('link', { name: 'Unfulfilled' }).click()
  await expectTabs(page, ['All', 'Unfulfilled', 'Today'], 'Unfulfilled')
  await page.goBack()
  await expectTabs(page, ['All', 'Unfulfilled modified', 'Today'], null)

  // Whoever gets the link sees the same list; which view it was, nobody knows there.
  const link = new URL(page.url()).hash
  const { page: other } = await tests.open(link, high)
  await expectList(other, client, { ...unfulfilled, sort })
  await expectTabs(other, ['All', 'Unfulfilled', 'Today'], null)
  expect(problems).toEqual(noProblems)
})

/** A request for orders placed from a moment on. */
function since(createdFrom: string): unknown {
  return expect.objectContaining({ data: expect.objectContaining({ filter: { createdFrom } }) })
}

it('today is the shop’s day from its midnight, and tomorrow it is tomorrow’s', async () => {
  const profile = await openProfile(tests.browser, { signedInAs: localAdmin, timezoneId: 'America/New_York' })
  onTestFinished(() => profile.close())
  const asked: unknown[] = []
  profile.context.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/listOrders')) asked.push(request.postDataJSON())
  })
  await tellZone(profile.context, 'Pacific/Auckland')
  const page = await profile.context.newPage()
  await page.clock.install({ time: new Date('2026-11-20T10:59:00Z') })
  await page.goto(`${pageOrigin()}/${short}`)
  await rowsOf(page).first().waitFor()
  await tabs(page).getByRole('link', { name: 'Today' }).click()
  await page.getByText('Today: placed since midnight in Pacific/Auckland.').waitFor()
  // Half a minute before midnight in Auckland, which is at 11:00 UTC.
  await eventually(async () => expect(asked.at(-1)).toEqual(since('2026-11-19T11:00:00.000Z')))
  const address = page.url()
  await page.clock.runFor(90_000)
  await eventually(async () => expect(asked.at(-1)).toEqual(since('2026-11-20T11:00:00.000Z')))
  expect(page.url()).toBe(address)
  await expectTabs(page, ['All', 'Unfulfilled', 'Today'], 'Today')
})

it('saves the present filter, sort and columns, which can be changed, renamed and deleted', async () => {
  const { client } = tests
  const { page, problems } = await tests.open(`${short}&status=completed&sort=customer%3Aasc`, high)
  const request = {
    filter: { status: ['completed' as const] },
    sort: { field: 'customer' as const, direction: 'asc' as const },
  }
  await expectList(page, client, request)
  await expectTabs(page, ['All', 'Unfulfilled', 'Today'], null)
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByLabel('Items').uncheck()
  await page.keyboard.press('Escape')

  await saveAs(page, 'today')
  await page.getByText('There is a view Today. Choose another name.').waitFor()
  await page.getByRole('dialog').getByLabel('Name').fill('Done')
  await page.keyboard.press('Enter')
  await expectTabs(page, ['All', 'Unfulfilled', 'Today', 'Done'], 'Done')

  // Its columns are its own: changed there, they are modified, and the others keep theirs.
  const headers = async (): Promise<string> => (await page.getByRole('columnheader').allTextContents()).join()
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByLabel('Status at the source').check()
  await page.keyboard.press('Escape')
  await expectTabs(page, ['All', 'Unfulfilled', 'Today', 'Done modified'], null)
  expect(await headers()).toContain('Status at the source')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await expectTabs(page, ['All', 'Unfulfilled', 'Today', 'Done'], 'Done')
  await tabs(page).getByRole('link', { name: 'All' }).click()
  await expectList(page, client, {})
  expect(await headers()).not.toContain('Status at the source')

  await page.reload()
  await tabs(page).getByRole('link', { name: 'Done' }).click()
  await expectList(page, client, request)
  expect(await headers()).toContain('Status at the source')

  await page.getByRole('button', { name: 'Edit view' }).click()
  await page.getByRole('dialog', { name: 'Edit view' }).getByLabel('Name').fill('Finished')
  await page.keyboard.press('Enter')
  await expectTabs(page, ['All', 'Unfulfilled', 'Today', 'Finished'], 'Finished')
  await page.getByRole('button', { name: 'Edit view' }).click()
  await page.getByRole('button', { name: 'Delete view …' }).click()
  const question = page.getByRole('alertdialog', { name: 'Delete the view Finished?' })
  await question.getByRole('button', { name: 'Delete' }).click()
  await expectTabs(page, ['All', 'Unfulfilled', 'Today'], null)
  await expectList(page, client, request)
  await page.reload()
  await expectTabs(page, ['All', 'Unfulfilled', 'Today'], null)
  expect(problems).toEqual(noProblems)
})

it('what is damaged among the saved views costs nothing else, and is told', async () => {
  const good = { name: 'Good', query: 'status=completed', columns: ['orderNumber', 'total'] }
  const { page, problems } = await openWith(JSON.stringify([{ name: 7 }, good]))
  await expectTabs(page, ['All', 'Unfulfilled', 'Today', 'Good'], 'All')
  await page.getByText('1 saved view of this browser cannot be read and is left out.').waitFor()
  await page.getByRole('button', { name: 'Forget it' }).click()
  await page.getByText('cannot be read').waitFor({ state: 'detached' })
  expect(await page.evaluate(`JSON.parse(localStorage.getItem('${key}'))`)).toEqual([good])
  expect(await page.evaluate(`localStorage.getItem('tidemark.theme')`)).toBe('dark')
  expect(problems).toEqual(noProblems)

  const broken = await openWith('[{')
  await expectTabs(broken.page, ['All', 'Unfulfilled', 'Today'], 'All')
  await broken.page.getByText('cannot be read').waitFor()
  await rowsOf(broken.page).first().waitFor()
  expect(broken.problems).toEqual(noProblems)
})

it.each([
  [390, 844],
  [820, 1_180],
  [1_440, 900],
])('everybody can use the views at %i px', async (width, height) => {
  const { page, problems } = await tests.open(`${short}&status=completed`, {
    viewport: { width, height },
    reducedMotion: 'reduce',
  })
  await rowsOf(page).first().waitFor()
  await page.locator('.freshness[data-live="true"]').waitFor()
  await saveAs(page, 'A view with as long a name as can be')
  await page.getByRole('button', { name: 'Edit view' }).waitFor()
  await page.getByRole('searchbox').fill('an')
  await page.getByRole('button', { name: 'Save changes' }).waitFor()
  await expectAccessibleInLightAndDark(page)
  await expectNoSidewaysScrolling(page)
  await page.getByRole('button', { name: 'Edit view' }).click()
  await page.getByRole('button', { name: 'Rename' }).waitFor()
  await expectAccessibleInLightAndDark(page)
  expect(problems).toEqual(noProblems)
})
