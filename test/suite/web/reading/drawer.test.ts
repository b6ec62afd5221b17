import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'

import type { GetOrderResponse } from '../../../../functions/src/contract/api.ts'
import { noProblems, type OpenPage } from '../../../../tools/browser/browser.ts'
import { expectAccessibleInLightAndDark, expectNoSidewaysScrolling } from '../../../harness/axe.ts'
import { eventually, expectList, rowsOf, shownIds } from '../../../harness/ordersPage.ts'
import { hasFocus } from '../../../harness/panels.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

/* What an open order is good for beyond being read: getting on from it. */

const tests = sharedShopInBrowser()

const widths = [390, 820, 1_440]
const drawerOf = (page: Page): Locator => page.getByRole('dialog', { name: /^Order / })
const hrefOf = (id: string, query = ''): string => `#/orders/${encodeURIComponent(id)}${query}`

type Address = Readonly<Record<'name' | 'line1' | 'city' | 'region' | 'postalCode', string>>

/** All of an order is there, its items too. */
async function untilWhole(page: Page): Promise<void> {
  await drawerOf(page).getByText('The source’s own record').first().waitFor()
}

/** The newest order of somebody who lives there. */
async function orderFrom(country: string): Promise<GetOrderResponse> {
  const { orders } = await tests.client.listOrders({ limit: 200 })
  for (const { id } of orders) {
    const order = await tests.client.getOrder(id)
    if (order.shippingAddress?.country === country) return order
  }
  throw new Error(`Of the newest orders none goes to ${country}.`)
}

function boxesOf(of: Locator): Promise<string[]> {
  return of.evaluateAll((elements) => elements.map((one) => JSON.stringify(one.getBoundingClientRect())))
}

it.each(widths)('at %i px it has what the row knows at once, and the rest when that has come', async (width) => {
  const { page, context, problems } = await tests.open('#/orders', {
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
  })
  await rowsOf(page).first().waitFor()
  const gate = Promise.withResolvers<void>()
  await context.route('**/getOrder', async (route) => {
    await gate.promise
    await route.continue()
  })
  const [, , id = ''] = await shownIds(page)
  const { orders } = await tests.client.listOrders({ limit: 3 })
  const row = orders.find((order) => order.id === id)
  await rowsOf(page).nth(2).click()
  const drawer = page.getByRole('dialog', { name: `Order ${row?.orderNumber}` })
  await drawer.getByText('Loading the items …').waitFor()
  const text = (await drawer.textContent()) ?? ''
  for (const part of [row?.customer.name, row?.customer.email, row?.sourceStatus, 'Placed'])
    expect(text).toContain(part)
  await expectAccessibleInLightAndDark(page)
  gate.resolve()
  await untilWhole(page)
  expect(await drawer.getByText('Loading the items …').count()).toBe(0)
  const { lineItems } = await tests.client.getOrder(id)
  for (const { name } of lineItems) expect(await drawer.textContent()).toContain(name)
  await expectAccessibleInLightAndDark(page)
  await expectNoSidewaysScrolling(page)
  expect(problems).toEqual(noProblems)
})

it('goes to the next one and back by buttons that stay where they are, at the ends too', async () => {
  const { page, problems } = await tests.open('#/orders', { reducedMotion: 'reduce' })
  await rowsOf(page).first().waitFor()
  const ids = await shownIds(page)
  await rowsOf(page).first().click()
  await untilWhole(page)
  const drawer = drawerOf(page)
  const [previous, next] = ['Previous order', 'Next order'].map((name) => drawer.getByRole('link', { name })) as [
    Locator,
    Locator,
  ]
  expect(await previous.getAttribute('aria-disabled')).toBe('true')
  const before = await boxesOf(drawer.locator('.drawer-tools > *'))
  await next.click()
  await eventually(async () => expect(page.url()).toContain(encodeURIComponent(ids[1] ?? '')))
  expect(await previous.getAttribute('aria-disabled')).toBe('false')
  expect(await boxesOf(drawer.locator('.drawer-tools > *'))).toEqual(before)
  await previous.click()
  await eventually(async () => expect(await previous.getAttribute('aria-disabled')).toBe('true'))
  expect(await hasFocus(previous)).toBe(true)
  expect(page.url()).toContain(encodeURIComponent(ids[0] ?? ''))
  expect(problems).toEqual(noProblems)
})

it('leads to all orders of the customer, whom it can write to and call', async () => {
  const { orders } = await tests.client.listOrders({ limit: 25 })
  const order = orders.find(({ customer }) => customer.email !== undefined && customer.phone !== undefined)
  const { email = '', phone = '' } = order?.customer ?? {}
  const { page, problems } = await tests.open(hrefOf(order?.id ?? '', '?status=completed'))
  await untilWhole(page)
  const drawer = drawerOf(page)
  expect(await drawer.getByRole('link', { name: email }).getAttribute('href')).toBe(`mailto:${email}`)
  expect(await drawer.getByRole('link', { name: phone }).getAttribute('href')).toBe(
    `tel:+${phone.replaceAll(/\D/g, '')}`,
  )
  await drawer.getByRole('link', { name: 'All orders of this customer' }).click()
  await drawer.waitFor({ state: 'detached' })
  const { orders: theirs } = await expectList(page, tests.client, { filter: { search: email } })
  expect(theirs.map(({ customer }) => customer.email)).toEqual(theirs.map(() => email))
  expect(await page.getByRole('searchbox').inputValue()).toBe(email)
  await eventually(async () => expect(await page.evaluate('document.activeElement.tagName')).not.toBe('BODY'))
  expect(problems).toEqual(noProblems)
})

it('copies without anything moving', async () => {
  const { page, problems } = await tests.open('#/orders', {
    viewport: { width: 390, height: 844 },
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
  })
  await rowsOf(page).first().click()
  await untilWhole(page)
  const drawer = drawerOf(page)
  const parts = drawer.locator('button, dd > span, address, h3, h4')
  for (const what of ['E-mail', 'the address', 'the order number']) {
    const before = await boxesOf(parts)
    const copy = drawer.getByRole('button', { name: `Copy ${what}` })
    await copy.scrollIntoViewIfNeeded()
    const scrolled = await boxesOf(parts)
    await copy.click()
    await drawer.getByRole('button', { name: `Copied ${what}` }).waitFor()
    expect(await boxesOf(parts)).toEqual(scrolled)
    expect(before).toHaveLength(scrolled.length)
    await copy.waitFor()
  }
  expect(problems).toEqual(noProblems)
})

async function addressOf({ id }: GetOrderResponse): Promise<string[]> {
  const { page } = await tests.open(hrefOf(id))
  await untilWhole(page)
  return drawerOf(page).locator('address span').allTextContents()
}

it.each([
  ['DE', ({ city, postalCode }: Address) => `${postalCode} ${city}`],
  ['US', ({ city, postalCode, region }: Address) => `${city}, ${region} ${postalCode}`],
])('an address in %s is written as that country does', async (country, placeOf) => {
  const order = await orderFrom(country)
  const address = order.shippingAddress as Address // What the sample shop writes.
  expect(await addressOf(order)).toEqual([address.name, address.line1, placeOf(address), country])
})

async function closed(at: string): Promise<OpenPage> {
  const opened = await tests.open(at)
  const { page } = opened
  await untilWhole(page)
  await page.locator('main [data-id]').first().waitFor({ state: 'attached' })
  await page.keyboard.press('Escape')
  await drawerOf(page).waitFor({ state: 'detached' })
  return opened
}

it('Esc brings the focus to the row of an order that a link opened, however far down', async () => {
  const { orders } = await tests.client.listOrders({ limit: 50 })
  const id = orders[44]?.id ?? ''
  const { page, problems } = await closed(hrefOf(id))
  await eventually(async () => {
    expect(await hasFocus(page.locator(`[data-id="${id}"] .row-link`))).toBe(true)
  })
  const row = await page.locator(`[data-id="${id}"]`).boundingBox()
  const list = await page.locator('.table-scroller').boundingBox()
  expect(row?.y).toBeGreaterThan(list?.y ?? Number.NaN)
  expect((row?.y ?? Number.NaN) + (row?.height ?? 0)).toBeLessThanOrEqual((list?.y ?? 0) + (list?.height ?? 0))
  // And on from there.
  await page.keyboard.press('j')
  await eventually(async () => {
    expect(await hasFocus(page.locator(`[data-id="${orders[45]?.id}"] .row-link`))).toBe(true)
  })
  expect(problems).toEqual(noProblems)
})

it('Esc brings it to the heading of a list that has the order not', async () => {
  const { orders } = await tests.client.listOrders({ filter: { status: ['cancelled'] }, limit: 1 })
  const { page, problems } = await closed(hrefOf(orders[0]?.id ?? '', '?status=completed'))
  await eventually(async () => {
    expect(await hasFocus(page.getByRole('heading', { name: 'Orders', level: 1 }))).toBe(true)
  })
  expect(problems).toEqual(noProblems)
})

it('has its keys in the help, which opens over it and leaves it open', async () => {
  const { page, problems } = await tests.open('#/orders', { reducedMotion: 'reduce' })
  await rowsOf(page).first().click()
  await untilWhole(page)
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await help.waitFor()
  expect(await help.textContent()).toMatch(/j.*while one is open, open the next/)
  await expectAccessibleInLightAndDark(page)
  await page.keyboard.press('Escape')
  await help.waitFor({ state: 'detached' })
  expect(await drawerOf(page).count()).toBe(1)
  await page.keyboard.press('Escape')
  await drawerOf(page).waitFor({ state: 'detached' })
  expect(problems).toEqual(noProblems)
})
