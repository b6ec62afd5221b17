import { buffer } from 'node:stream/consumers'

import { parse } from 'csv-parse/sync'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'

import type { ListRecordsRequest } from '../../../functions/src/contract/records.ts'
import { noProblems } from '../../../tools/browser/browser.ts'
import { expectAccessibleInLightAndDark, expectNoSidewaysScrolling } from '../../harness/axe.ts'
import { eventually, rowsOf, shownIds } from '../../harness/ordersPage.ts'
import { phone } from '../../harness/phonePage.ts'
import { streamsInBrowser } from '../../harness/streamsInBrowser.ts'

/* Products and users that the shop's settings declare as streams: the page has no code for either. */

const tests = streamsInBrowser('the shop')
const limit = 25

async function expectRecords(page: Page, request: ListRecordsRequest): Promise<void> {
  const { records } = await tests.ask({ limit, ...request })
  expect(records.length, 'the request finds something').toBeGreaterThan(0)
  await eventually(async () => expect(await shownIds(page)).toEqual(records.map(({ id }) => id)))
}

async function openFilter(page: Page, name: string): Promise<Locator> {
  await page.getByRole('group', { name: 'Filters' }).getByRole('button', { name }).click()
  const panel = page.getByRole('dialog', { name })
  await panel.waitFor()
  return panel
}

describe('a stream that the shop declares', () => {
  it('is in the navigation by the name that it was given, or that follows from its own', async () => {
    const { page, problems } = await tests.open('#/orders')
    await rowsOf(page).first().waitFor()
    await page.getByRole('navigation', { name: 'Views' }).getByRole('button').click()
    const menu = page.getByRole('dialog', { name: 'More' })
    expect(await menu.getByRole('link').allTextContents()).toEqual(['Goods', 'Users'])
    await menu.getByRole('link', { name: 'Goods' }).click()
    await page.getByRole('heading', { name: 'Goods' }).waitFor({ state: 'attached' })
    expect(await page.title()).toBe('Goods – Tidemark')
    expect(problems).toEqual(noProblems)
  })

  it('has a table of the columns that are shown, amounts in their currency', async () => {
    const { page, problems } = await tests.open(`#/streams/products?limit=${limit}`)
    await expectRecords(page, { stream: 'products' })
    expect(await page.getByRole('columnheader').allTextContents()).toEqual([
      'Title↕', 'Brand', 'Unit price↕', 'Stock↕', 'Sold out', 'Restocked at', 'Memo', 'Updated↕', 'Created▼',
    ]) // prettier-ignore
    const cells = await rowsOf(page).first().locator('td').allTextContents()
    expect(cells.slice(0, 5)).toEqual(['Chair 59', 'Cima', '€24.75', '4', 'No'])
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('dialog', { name: 'Columns' }).getByRole('checkbox', { name: 'Weight' }).check()
    await page.getByRole('columnheader', { name: 'Weight' }).waitFor()
    expect(problems).toEqual(noProblems)
  })

  it('is filtered by words, flags, ranges and times, searched, and sorted', async () => {
    const { page, problems } = await tests.open(`#/streams/products?limit=${limit}`)
    await expectRecords(page, { stream: 'products' })
    await (await openFilter(page, 'Brand')).getByRole('checkbox', { name: /^Bosco/ }).check()
    await page.keyboard.press('Escape')
    await (await openFilter(page, 'Sold out')).getByRole('checkbox', { name: 'No' }).check()
    await page.keyboard.press('Escape')
    const prices = await openFilter(page, 'Unit price')
    await prices.getByLabel('At least (EUR)').fill('12.50')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await (await openFilter(page, 'Created')).getByLabel('From').fill('2026-01-02')
    await page.keyboard.press('Escape')
    await page.getByRole('searchbox', { name: 'Search goods by title' }).fill('chair')
    await page.getByRole('columnheader', { name: 'Unit price' }).getByRole('button').click()
    await expectRecords(page, {
      stream: 'products',
      filter: {
        brand: { in: ['Bosco'] },
        soldOut: { in: [false] },
        unitPrice: { min: 1_250 },
        createdAt: { from: '2026-01-02T00:00:00.000Z' },
        search: 'chair',
      },
      sort: { field: 'unitPrice', direction: 'desc' },
    })
    expect(problems).toEqual(noProblems)
  })

  it('is exported as CSV without the columns that are not exported', async () => {
    const { page, problems } = await tests.open('#/streams/products?in.brand=Alba')
    await rowsOf(page).first().waitFor()
    await page.getByRole('button', { name: 'Export' }).click()
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export CSV' }).click()
    const text = (await buffer(await (await downloading).createReadStream())).toString('utf8')
    const records: Record<string, string>[] = parse(text, { bom: true, columns: true })
    expect(records).toHaveLength(20)
    expect(Object.keys(records[0] ?? {})).toEqual([
      'id', 'createdAtUtc', 'title', 'brand', 'unitPrice', 'stock', 'weight', 'soldOut', 'restockedAtUtc', 'currency', 'updatedAtUtc',
    ]) // prettier-ignore
    expect(problems).toEqual(noProblems)
  })

  it('shows one record in full, by its title', async () => {
    const { page, problems } = await tests.open('#/streams/users/firestore%3Au2')
    const drawer = page.getByRole('dialog', { name: 'Users: Ann 2 Example' })
    await drawer.getByText('ann2@example.test').first().waitFor()
    await drawer.getByText('gold').first().waitFor()
    expect(problems).toEqual(noProblems)
  })

  it.each(['#/streams/products', '#/streams/users/firestore%3Au2'])('everybody can use %s', async (at) => {
    for (const options of [phone, {}]) {
      const { page } = await tests.open(at, { ...options, reducedMotion: 'reduce' })
      await page.locator('[data-id]').first().waitFor()
      await expectAccessibleInLightAndDark(page)
      await expectNoSidewaysScrolling(page)
    }
  })
})
