import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'

import { noProblems } from '../../../../tools/browser/browser.ts'
import { eventually, expectList, rowsOf, shownIds, shortPage } from '../../../harness/ordersPage.ts'
import { hasFocus } from '../../../harness/panels.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

const tests = sharedShopInBrowser()

async function choose(page: Page, filter: string, choice: string | RegExp): Promise<void> {
  await filterButton(page, filter).click()
  await page.getByLabel(choice).click()
  await page.keyboard.press('Escape')
}

function filterButton(page: Page, name: string): Locator {
  return page.getByRole('group', { name: 'Filters' }).getByRole('button', { name })
}

/** Sorts by a column; again, and it sorts the other way. */
async function pressHeader(page: Page, name: string): Promise<void> {
  await page.getByRole('columnheader', { name }).getByRole('button').click()
}

/** Answers in which currency to sort with the one of most orders, by keyboard alone. */
async function chooseCurrency(page: Page): Promise<string> {
  const question = page.getByRole('region', { name: 'Sort by total in which currency?' })
  await question.waitFor()
  expect(await rowsOf(page).count()).toBe(0)
  expect(await page.getByRole('button', { name: 'Export CSV' }).isDisabled()).toBe(true)
  await eventually(async () => expect(await hasFocus(question)).toBe(true))
  await page.keyboard.press('Tab')
  const first = question.getByRole('button').first()
  expect(await hasFocus(first)).toBe(true)
  const [currency = ''] = (await first.textContent())?.split(' ') ?? []
  await page.keyboard.press('Enter')
  return currency
}

const short = `limit=${shortPage}`

it('filters, searches, sorts, turns pages, and comes back by the back button, step by step', async () => {
  const { client } = tests
  const { page, problems } = await tests.open(`#/orders?${short}`)
  await expectList(page, client, {})

  await choose(page, 'Status', 'Completed')
  const completed = { filter: { status: ['completed' as const] } }
  await expectList(page, client, completed)

  await page.getByRole('searchbox').pressSequentially('an', { delay: 20 })
  const searched = { filter: { ...completed.filter, search: 'an' } }
  await expectList(page, client, searched)
  expect(page.url()).toContain('q=an')

  await pressHeader(page, 'Total')
  const currency = await chooseCurrency(page)
  const byTotal = {
    filter: { ...searched.filter, currency: [currency] },
    sort: { field: 'total' as const, direction: 'desc' as const },
  }
  const first = await expectList(page, client, byTotal)
  await pressHeader(page, 'Total')
  await expectList(page, client, { ...byTotal, sort: { field: 'total', direction: 'asc' } })
  expect(await page.locator('th[aria-sort]').getAttribute('aria-sort')).toBe('ascending')

  await page.goBack()
  await expectList(page, client, byTotal)
  await page.getByRole('button', { name: 'Next' }).click()
  await expectList(page, client, { ...byTotal, cursor: first.nextCursor ?? '' })
  expect(await page.locator('.pager-place').textContent()).toMatch(/^26–\d+ of /)
  await page.getByRole('button', { name: 'Previous' }).click()
  await expectList(page, client, byTotal)

  await page.goBack()
  await expectList(page, client, { ...byTotal, cursor: first.nextCursor ?? '' })
  for (const request of [byTotal, searched, completed, {}]) {
    await page.goBack()
    await expectList(page, client, request)
  }
  expect(await page.getByRole('searchbox').inputValue()).toBe('')
  expect(problems).toEqual(noProblems)
})

it('shows the same list to whoever gets the link, and the page before it, too', async () => {
  const { client } = tests
  const request = { sort: { field: 'customer' as const, direction: 'asc' as const } }
  const first = await client.listOrders({ ...request, limit: shortPage })
  const second = { ...request, cursor: first.nextCursor ?? '' }
  const { nextCursor } = await client.listOrders({ ...second, limit: shortPage })
  const at = `#/orders?${short}&sort=customer%3Aasc&page=3&after=${nextCursor}`
  const { page, problems } = await tests.open(at)
  await expectList(page, client, { ...request, cursor: nextCursor ?? '' })
  expect(await page.locator('.pager-place').textContent()).toMatch(/^51–75 of /)
  await page.getByRole('button', { name: 'Previous' }).click()
  await expectList(page, client, second)
  await page.getByRole('button', { name: 'First' }).click()
  await expectList(page, client, request)
  expect(problems).toEqual(noProblems)
})

it('sorts by total within one currency: a link that names several asks for one, one that names one does not', async () => {
  const { client } = tests
  const sort = { field: 'total' as const, direction: 'asc' as const }
  const { page, problems } = await tests.open(`#/orders?${short}&sort=total%3Aasc`)
  const currency = await chooseCurrency(page)
  await expectList(page, client, { sort, filter: { currency: [currency] } })
  expect(page.url()).toContain(`currency=${currency}`)

  await page.goto(page.url().replace(`currency=${currency}`, 'currency=EUR,USD'))
  const question = page.getByRole('region', { name: 'Sort by total in which currency?' })
  await question.getByText('These orders are in 2 currencies').waitFor()
  await question.getByRole('button', { name: 'Sort by date instead' }).click()
  await expectList(page, client, { filter: { currency: ['EUR', 'USD'] } })

  const { orders } = await client.listOrders({ limit: 1 })
  const { orderNumber = '', currency: own = '' } = orders[0] ?? {}
  await page.goto(page.url().replace(/#.*/, `#/orders?${short}&q=${encodeURIComponent(orderNumber)}&sort=total%3Aasc`))
  await expectList(page, client, { sort, filter: { search: orderNumber } })
  expect(own).not.toBe('')
  expect(problems).toEqual(noProblems)
})

it('counts each choice, and narrows by source, currency, dates and amount', async () => {
  const { client } = tests
  const { page, problems } = await tests.open(`#/orders?${short}`)
  const { facets } = await client.listOrders({ facets: true, limit: 1 })
  await filterButton(page, 'Currency').click()
  const [currency = ''] = Object.keys(facets?.currency ?? {}).sort()
  const count = facets?.currency[currency] ?? 0
  await page.getByLabel(new RegExp(`^${currency} ?${count}$`)).click()
  await page.keyboard.press('Escape')
  const filter = { currency: [currency] }
  const { orders } = await expectList(page, client, { filter })
  expect(await page.locator('.pager-place').textContent()).toContain(`of ${count}`)

  // A currency makes amounts comparable.
  const middle = orders.map(({ total }) => total).sort((a, b) => a - b)[Math.floor(orders.length / 2)] ?? 0
  await filterButton(page, 'Total').click()
  await page.getByLabel(/^At least/).fill(String(Math.floor(middle / 100)))
  await page.getByRole('button', { name: 'Apply' }).click()
  const asked = new URLSearchParams(page.url().split('?')[1])
  await eventually(async () => expect(page.url()).toContain('totalMin='))
  const totalMin = Number(new URLSearchParams(page.url().split('?')[1]).get('totalMin'))
  expect(asked.get('currency')).toBe(currency)
  await page.keyboard.press('Escape')
  await expectList(page, client, { filter: { ...filter, totalMin } })

  await page.getByRole('button', { name: 'Clear all' }).click()
  await choose(page, 'Placed', 'Last 90 days')
  // The shop's days, which are UTC's here; the browser is in Berlin.
  const createdFrom = new Date((Math.floor(Date.now() / 86_400_000) - 89) * 86_400_000).toISOString()
  await expectList(page, client, { filter: { createdFrom } })
  await choose(page, 'Source', /^Firestore/)
  await expectList(page, client, { filter: { createdFrom, source: ['firestore'] } })
  expect(page.url()).toContain('created=90d')
  expect(problems).toEqual(noProblems)
})

it('says that nothing matches, and what of a link could not be read', async () => {
  const { page, problems } = await tests.open('#/orders?status=lost&q=nobodyiscalledthis')
  await page.getByRole('heading', { name: 'No order matches' }).waitFor()
  await page.getByText('A part of this address was left out: status.').waitFor()
  await page.getByRole('button', { name: 'Clear all' }).click()
  await rowsOf(page).first().waitFor()
  expect(problems).toEqual(noProblems)
})

it('draws of 200 rows only those in sight, and remembers which columns somebody wants', async () => {
  const { page, problems } = await tests.open('#/orders?limit=200')
  await rowsOf(page).first().waitFor()
  const drawn = await rowsOf(page).count()
  expect(drawn).toBeGreaterThan(10)
  expect(drawn).toBeLessThan(60)
  const before = await shownIds(page)
  await page.evaluate(`document.querySelector('.table-scroller').scrollTo(0, 1e6)`)
  const { orders } = await tests.client.listOrders({ limit: 200 })
  await eventually(async () => expect((await shownIds(page)).at(-1)).toBe(orders.at(-1)?.id))
  expect(await shownIds(page)).not.toEqual(before)

  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByLabel('Status at the source').check()
  await page.getByLabel('Items').uncheck()
  await page.reload()
  await rowsOf(page).first().waitFor()
  const headers = await page.getByRole('columnheader').allTextContents()
  expect(headers.join()).toContain('Status at the source')
  expect(headers.join()).not.toContain('Items')
  expect(problems).toEqual(noProblems)
})

it('is dark where the system is, and as somebody chose', async () => {
  const { page } = await tests.open('#/orders', { colorScheme: 'dark' })
  const background = (): Promise<string> => page.evaluate('getComputedStyle(document.documentElement).backgroundColor')
  const dark = await background()
  const [red = 255] = /\d+/.exec(dark)?.map(Number) ?? []
  expect(red).toBeLessThan(60)
  await page.getByRole('button', { name: /^Colours: as the system/ }).click()
  await eventually(async () => expect(await background()).not.toBe(dark))
  await page.reload()
  await rowsOf(page).first().waitFor()
  expect(await background()).not.toBe(dark)
})
