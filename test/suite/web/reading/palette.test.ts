import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'

import { noProblems } from '../../../../tools/browser/browser.ts'
import { expectAccessibleInLightAndDark, expectNoSidewaysScrolling } from '../../../harness/axe.ts'
import { eventually, rowsOf } from '../../../harness/ordersPage.ts'
import { hasFocus } from '../../../harness/panels.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

const tests = sharedShopInBrowser()

function paletteOf(page: Page): Locator {
  return page.getByRole('dialog', { name: 'Commands' })
}

function boxOf(page: Page): Locator {
  return paletteOf(page).getByRole('combobox')
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await eventually(async () => expect(await hasFocus(boxOf(page))).toBe(true))
}

/** The option that Enter would choose, as screen readers are told. */
async function activeOption(page: Page): Promise<string | null> {
  const id = await boxOf(page).getAttribute('aria-activedescendant')
  if (id === null) return null
  const option = page.locator(`[id="${id}"]`)
  expect(await option.getAttribute('aria-selected')).toBe('true')
  return option.locator('.palette-label').textContent()
}

it('goes to a view by a few letters, by keys alone, and gives the focus back where nothing was chosen', async () => {
  const { page, context, problems } = await tests.open()
  const parts: string[] = []
  context.on('request', (request) => {
    if (/\/Palette-[^/]*\.js$/.test(request.url())) parts.push(request.url())
  })
  await rowsOf(page).first().waitFor()
  await page.locator('.freshness[data-live="true"]').waitFor()
  expect(parts, 'not in the first load').toEqual([])
  const search = page.getByRole('searchbox')
  await search.focus()
  await openPalette(page)
  expect(parts).toHaveLength(1)
  expect(await boxOf(page).getAttribute('aria-expanded')).toBe('true')
  const options = paletteOf(page).getByRole('listbox', { name: 'Results' }).getByRole('option')
  const all = await options.locator('.palette-label').allTextContents()
  expect(all).toEqual(expect.arrayContaining(['Orders', 'Overview', 'Sync', 'Orders: Unfulfilled', 'Refresh']))
  expect(await activeOption(page)).toBe(all[0])
  await page.keyboard.press('ArrowDown')
  expect(await activeOption(page)).toBe(all[1])
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  expect(await activeOption(page)).toBe(all.at(-1))
  await page.keyboard.press('Tab')
  expect(await hasFocus(boxOf(page)), 'the focus stays in it').toBe(true)
  await page.keyboard.press('Escape')
  await paletteOf(page).waitFor({ state: 'detached' })
  await eventually(async () => expect(await hasFocus(search)).toBe(true))

  await openPalette(page)
  await page.keyboard.type('overv')
  await eventually(async () => expect(await activeOption(page)).toBe('Overview'))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  await paletteOf(page).waitFor({ state: 'detached' })
  expect(new URL(page.url()).hash).toBe('#/overview')
  expect(problems).toEqual(noProblems)
})

it('finds an order as somebody types: one question for a word, which reads one document at most', async () => {
  const { orders } = await tests.client.listOrders({ limit: 3 })
  const [, , order] = orders
  if (order === undefined) throw new Error('The shop has no third order.')
  const { page, context, problems } = await tests.open('#/orders?status=delivered')
  await rowsOf(page).first().waitFor()
  await page.locator('.freshness[data-live="true"]').waitFor()
  const reads: Promise<number>[] = []
  context.on('response', (response) => {
    if (response.request().method() !== 'POST' || !response.url().endsWith('/listOrders')) return
    const request = response.request().postDataJSON() as { data: { filter?: { search?: string } } } // The protocol's envelope.
    if (request.data.filter?.search === undefined) return
    reads.push(
      response
        .json()
        .then((answer: { result: { meta: { firestoreReads: number } } }) => answer.result.meta.firestoreReads),
    )
  })
  await openPalette(page)
  await page.keyboard.type(order.orderNumber)
  const option = paletteOf(page).getByRole('group', { name: 'Orders' }).getByRole('option').first()
  await eventually(async () => expect(await option.locator('.palette-label').textContent()).toBe(order.orderNumber))
  expect(await option.textContent()).toContain(order.customer.name ?? order.customer.email)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByText('Timeline').waitFor()
  // Over the list that was there.
  expect(new URL(page.url()).hash).toBe(`#/orders/${encodeURIComponent(order.id)}?status=delivered`)
  expect(reads).toHaveLength(1)
  expect(await reads[0]).toBeLessThanOrEqual(1)

  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await openPalette(page)
  await page.keyboard.type('nobodyiscalledthis')
  await paletteOf(page).getByText('Nothing is called so, and no order has it.').waitFor()
  expect(problems).toEqual(noProblems)
})

it('says what went wrong where orders cannot be searched; views and actions are there', async () => {
  const { page, context } = await tests.open()
  await rowsOf(page).first().waitFor()
  await context.route('**/listOrders', (route) =>
    route.fulfill({ status: 400, json: { error: { status: 'INVALID_ARGUMENT', message: 'No.' } } }),
  )
  await openPalette(page)
  await page.keyboard.type('sync')
  await paletteOf(page).getByText('Orders could not be searched.').waitFor()
  expect(await activeOption(page)).toBe('Sync')
})

it('does what the page can do: colours, a full resync through its question, an export, a saved view', async () => {
  const { page, problems } = await tests.open('#/orders?status=completed')
  await rowsOf(page).first().waitFor()
  const choose = async (text: string, label: string): Promise<void> => {
    await openPalette(page)
    await page.keyboard.type(text)
    await eventually(async () => expect(await activeOption(page)).toBe(label))
    await page.keyboard.press('Enter')
    await paletteOf(page).waitFor({ state: 'detached' })
  }
  await choose('dark', 'Colours: dark')
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('button', { name: /^Colours: dark/ }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog', { name: 'Menu' }).waitFor({ state: 'detached' })

  for (const [text, label, title] of [
    ['full res', 'Full resync …', 'Copy every order again?'],
    ['export', 'Export orders as CSV …', /^Export [\d,]+ orders$/],
  ] as const) {
    await choose(text, label)
    const question = page.getByRole('alertdialog', { name: title })
    await eventually(async () => expect(await question.locator(':focus').count()).toBe(1))
    // Nothing comes over a question.
    await page.keyboard.press('Control+k')
    await page.keyboard.press('Escape')
    await question.waitFor({ state: 'detached' })
    expect(await paletteOf(page).count()).toBe(0)
  }

  await page.getByRole('button', { name: 'Save view' }).click()
  await page.getByLabel('Name').fill('Done')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'All', exact: true }).click()
  await page.getByRole('button', { name: 'Commands' }).click()
  await page.keyboard.type('done')
  await eventually(async () => expect(await activeOption(page)).toBe('Orders: Done'))
  await page.keyboard.press('Enter')
  await eventually(async () => expect(new URL(page.url()).hash).toBe('#/orders?status=completed'))
  expect(problems).toEqual(noProblems)
})

it('g and a letter go to a view, wherever nobody types', async () => {
  const { page, problems } = await tests.open()
  await rowsOf(page).first().waitFor()
  const go = async (letter: string, hash: string): Promise<void> => {
    await page.keyboard.press('g')
    await page.keyboard.press(letter)
    await eventually(async () => expect(new URL(page.url()).hash).toBe(hash))
  }
  await go('v', '#/overview')
  await go('s', '#/sync')
  await go('o', '#/orders')
  await page.getByRole('searchbox').focus()
  await page.keyboard.type('gs')
  expect(await page.getByRole('searchbox').inputValue()).toBe('gs')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  for (const key of ['Ctrl-K or ⌘K', 'g o', 'g v', 'g s', 'x']) await help.getByText(key, { exact: true }).waitFor()
  expect(problems).toEqual(noProblems)
})

it.each([
  [390, 844],
  [820, 1_180],
  [1_440, 900],
])('everybody can use it at %i px', async (width, height) => {
  const { page, problems } = await tests.open('', { viewport: { width, height }, reducedMotion: 'reduce' })
  await rowsOf(page).first().waitFor()
  await page.locator('.freshness[data-live="true"]').waitFor()
  if (width < 1_100) {
    await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('button', { name: 'Commands' }).click()
  } else await page.getByRole('button', { name: 'Commands' }).click()
  await eventually(async () => expect(await hasFocus(boxOf(page))).toBe(true))
  await page.keyboard.type('an')
  await paletteOf(page).getByRole('group', { name: 'Orders' }).getByRole('option').first().waitFor()
  await expectAccessibleInLightAndDark(page)
  await expectNoSidewaysScrolling(page)
  expect(problems).toEqual(noProblems)
})
