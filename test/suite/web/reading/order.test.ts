import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'

import { noProblems } from '../../../../tools/browser/browser.ts'
import { eventually, rowsOf, shownIds } from '../../../harness/ordersPage.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

const tests = sharedShopInBrowser()

async function openedOrder(page: Page): Promise<string> {
  await page.getByRole('dialog').getByText('Timeline').waitFor()
  return decodeURIComponent(/#\/orders\/([^?]*)/.exec(page.url())?.[1] ?? '')
}

it('a click opens an order at an address of its own, over the list, with all that is known of it', async () => {
  const { page, problems } = await tests.open('#/orders?status=completed', {
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  await rowsOf(page).nth(2).click()
  const id = await openedOrder(page)
  expect(id).toBe((await shownIds(page))[2])
  expect(page.url()).toContain('?status=completed')
  const order = await tests.client.getOrder(id)
  const dialog = page.getByRole('dialog')
  const text = (await dialog.textContent()) ?? ''
  for (const { name } of order.lineItems) expect(text).toContain(name)
  for (const part of [order.orderNumber, order.customer.email, order.sourceId, order.sourceStatus, 'Completed']) {
    expect(text).toContain(part)
  }
  const money = new Intl.NumberFormat('en-US', { style: 'currency', currency: order.currency })
  const total = order.total / 10 ** (money.resolvedOptions().maximumFractionDigits ?? 2)
  expect(text.replace(/\u00a0/g, ' ')).toContain(money.format(total).replace(/\u00a0/g, ' '))

  await dialog.getByRole('button', { name: 'Copy E-mail' }).click()
  await dialog.getByRole('button', { name: 'Copied E-mail' }).waitFor()
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(order.customer.email)

  await dialog.getByText('The source’s own record').first().click()
  const record: unknown = JSON.parse((await dialog.locator('pre').textContent()) ?? '')
  expect(record).toEqual(order.payload)

  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(page.url()).toMatch(/#\/orders\?status=completed$/)
  await page.goBack()
  expect(await openedOrder(page)).toBe(id)
  expect(problems).toEqual(noProblems)
})

it('a link opens an order, and says so where there is none', async () => {
  const id = (await tests.client.listOrders({ limit: 1 })).orders[0]?.id ?? ''
  const { page, problems } = await tests.open(`#/orders/${encodeURIComponent(id)}`)
  expect(await openedOrder(page)).toBe(id)
  await page.goto(`${page.url().split('#')[0]}#/orders/firestore%3Agone`)
  await page.getByRole('heading', { name: 'There is no such order' }).waitFor()
  // The browser itself notes that a request was answered with 404.
  expect({ ...problems, consoleErrors: [] }).toEqual(noProblems)
})

it('everything is reached by keys: / searches, j and k go along, Enter opens, Esc closes, ? helps', async () => {
  const { page, problems } = await tests.open('#/orders')
  await rowsOf(page).first().waitFor()
  const ids = await shownIds(page)
  const focusedRow = (): Promise<string | null> =>
    page.evaluate(`document.activeElement?.closest('tr')?.dataset.id ?? null`)
  const press = async (key: string, row: number): Promise<void> => {
    await page.keyboard.press(key)
    await eventually(async () => expect(await focusedRow()).toBe(ids[row]))
  }
  await press('j', 0)
  await press('j', 1)
  await press('j', 2)
  await press('k', 1)
  await page.keyboard.press('Enter')
  expect(await openedOrder(page)).toBe(ids[1])
  await page.keyboard.press('j')
  await eventually(async () => expect(await openedOrder(page)).toBe(ids[2]))
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  await page.keyboard.press('/')
  await page.keyboard.type('an?j')
  expect(await page.getByRole('searchbox').inputValue()).toBe('an?j')
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  expect(problems).toEqual(noProblems)
})
