import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'

import { noProblems, type PageOptions } from '../../../tools/browser/browser.ts'
import { expectAccessibleInLightAndDark, expectNoSidewaysScrolling } from '../../harness/axe.ts'
import { eventually, rowsOf, shownIds } from '../../harness/ordersPage.ts'
import { hasFocus } from '../../harness/panels.ts'
import { openFilters, phone } from '../../harness/phonePage.ts'
import { streamsInBrowser } from '../../harness/streamsInBrowser.ts'

/* One record of any stream, what it names and what names it. */

const tests = streamsInBrowser()

const drawer = (page: Page): Locator => page.getByRole('dialog')
const titled = (page: Page, title: string): Locator => page.getByRole('dialog', { name: title })

describe('a record', () => {
  it('opens at an address of its own, with all that is known of it, and closes with Esc', async () => {
    const { page, problems } = await tests.open('#/streams/catalogVariations?q=SKU-1009', {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    const link = rowsOf(page).first().getByRole('link').first()
    await link.click()
    const opened = titled(page, 'Catalog variations: Teapot S')
    await opened.waitFor()
    expect(page.url()).toMatch(/#\/streams\/catalogVariations\/firestore%3Avar-9\?q=SKU-1009$/)
    const text = (await opened.textContent()) ?? ''
    for (const part of ['SKU-1009', '€6.75', 'EUR', 'Jan 2, 2026', 'Main street', 'Market hall', 'blue', 'var-9']) {
      expect(text).toContain(part)
    }
    expect(await opened.getByRole('region', { name: 'Stock' }).getByRole('columnheader').allTextContents()).toEqual([
      'Location',
      'Quantity',
    ])
    await opened.getByText('The source’s own record').first().click()
    const payload: unknown = JSON.parse((await opened.locator('pre').textContent()) ?? '')
    expect(payload).toMatchObject({ kind: 'catalogVariations' })
    await opened.getByRole('button', { name: 'Copy the record' }).click()
    await opened.getByRole('button', { name: 'Copied the record' }).waitFor()
    expect(JSON.parse(String(await page.evaluate('navigator.clipboard.readText()')))).toEqual(payload)
    await page.keyboard.press('Escape')
    await opened.waitFor({ state: 'detached' })
    await eventually(async () => expect(await hasFocus(link)).toBe(true))
    expect(page.url()).toMatch(/#\/streams\/catalogVariations\?q=SKU-1009$/)
    expect(problems).toEqual(noProblems)
  })

  it('leads to what it names, and back to all that name that one', async () => {
    const { page, problems } = await tests.open('#/streams/catalogVariations/firestore%3Avar-9')
    await titled(page, 'Catalog variations: Teapot S').getByRole('link', { name: 'item-9' }).click()
    const item = titled(page, 'Catalog items: Linen Teapot')
    await item.waitFor()
    await item.getByRole('region', { name: 'Referred to by' }).getByRole('link', { name: 'Catalog variations' }).click()
    await item.waitFor({ state: 'detached' })
    const { records } = await tests.ask({ stream: 'catalogVariations', filter: { item: { in: ['item-9'] } } })
    expect(records.length).toBeGreaterThan(1)
    await eventually(async () => expect(await shownIds(page)).toEqual(records.map(({ id }) => id)))
    await page.getByRole('button', { name: 'Item item-9 (take this filter out)' }).click()
    await eventually(async () => expect(await rowsOf(page).count()).toBeGreaterThan(records.length))
    expect(problems).toEqual(noProblems)
  })

  it('of an order has its order, which has its payments', async () => {
    const { page, problems } = await tests.open('#/streams/payments')
    const [order = ''] = tests.orders
    await page.getByRole('searchbox').fill(order)
    await eventually(async () => expect(await rowsOf(page).count()).toBe(1))
    await rowsOf(page).first().getByRole('link').nth(1).click()
    await drawer(page).getByText('Timeline').waitFor()
    expect(page.url()).toContain(`#/orders/firestore%3A${order}`)
    await drawer(page).getByRole('link', { name: 'Payments' }).click()
    await drawer(page).waitFor({ state: 'detached' })
    await eventually(async () => expect(await shownIds(page)).toEqual(['firestore:pay-0']))
    expect(problems).toEqual(noProblems)
  })

  it('goes on to the next one and back, by keys and by links', async () => {
    const { page, problems } = await tests.open('#/streams/payments')
    await rowsOf(page).first().waitFor()
    for (const row of [0, 1]) {
      await page.keyboard.press('j')
      const link = rowsOf(page).nth(row).getByRole('link').first()
      await eventually(async () => expect(await hasFocus(link)).toBe(true))
    }
    await page.keyboard.press('Enter')
    await titled(page, 'Payments: pay-58').waitFor()
    await page.keyboard.press('j')
    await titled(page, 'Payments: pay-57').waitFor()
    await drawer(page).getByRole('link', { name: 'Previous record' }).click()
    await titled(page, 'Payments: pay-58').waitFor()
    await drawer(page).getByRole('link', { name: 'Next record' }).click()
    await titled(page, 'Payments: pay-57').waitFor()
    expect(problems).toEqual(noProblems)
  })

  it('that is not there is told so', async () => {
    const { page, problems } = await tests.open('#/streams/payments/firestore%3Agone')
    await page.getByRole('heading', { name: 'There is no such record' }).waitFor()
    // The browser itself notes that a request was answered with 404.
    expect({ ...problems, consoleErrors: [] }).toEqual(noProblems)
  })
})

it('the alert of missing records leads to their list', async () => {
  const { page, problems } = await tests.open('#/sync')
  await page.getByRole('link', { name: 'See which are missing' }).click()
  const { records } = await tests.ask({ stream: 'missingRecords' })
  expect(records.map(({ missingId }) => missingId)).toEqual(['item-gone'])
  await eventually(async () => expect(await shownIds(page)).toEqual(records.map(({ id }) => id)))
  expect(problems).toEqual(noProblems)
})

const views: Readonly<Record<string, { at: string; reach?: (page: Page) => Promise<unknown>; options?: PageOptions }>> =
  {
    'a list': { at: '#/streams/payments?in.status=COMPLETED' },
    'a list with an open filter': {
      at: '#/streams/payments?in.order=o1&in.status=COMPLETED,APPROVED',
      reach: (page) => page.getByRole('button', { name: 'Amount' }).click(),
    },
    'the menu of streams': {
      at: '#/streams/catalogItems',
      reach: (page) => page.getByRole('navigation', { name: 'Views' }).getByRole('button').click(),
    },
    'a record': {
      at: '#/streams/catalogVariations/firestore%3Avar-9',
      reach: (page) => page.getByRole('heading', { name: 'Stock' }).waitFor(),
    },
  }

it.each(Object.entries(views))('everybody can use %s, however wide the window is', async (name, { at, reach }) => {
  for (const width of [390, 820, 1_440]) {
    const { page } = await tests.open(at, { viewport: { width, height: 844 }, reducedMotion: 'reduce' })
    await page.locator('[data-id], .empty').first().waitFor()
    if (width === 390 && name === 'a list with an open filter') {
      await (
        await openFilters(page)
      )
        .locator('summary')
        .filter({ hasText: /^Amount/ })
        .click()
    } else await reach?.(page)
    await expectAccessibleInLightAndDark(page)
    await expectNoSidewaysScrolling(page)
    expect((await page.locator('.shell-header').boundingBox())?.height, `the header at ${width} px`).toBeLessThan(60)
  }
})

it('a phone has the list as cards, and its filters, order and export in a sheet', async () => {
  const { page, problems } = await tests.open('#/streams/payments', phone)
  await rowsOf(page).first().waitFor()
  const sheet = await openFilters(page)
  await sheet.getByLabel('Sort by').selectOption('Amount, lowest first')
  await sheet
    .locator('summary')
    .filter({ hasText: /^Status/ })
    .click()
  await sheet.getByRole('checkbox', { name: /^CANCELED/ }).check()
  const request = { stream: 'payments', filter: { status: { in: ['CANCELED'] } } }
  const { total, records } = await tests.ask({ ...request, sort: { field: 'amount', direction: 'asc' } })
  await sheet.getByRole('button', { name: `Show ${total} records` }).click()
  await eventually(async () => expect((await shownIds(page))[0]).toBe(records[0]?.id))
  expect(await page.getByRole('button', { name: 'Filters (1)' }).count()).toBe(1)
  await sheet.waitFor({ state: 'detached' })
  expect(problems).toEqual(noProblems)
})
