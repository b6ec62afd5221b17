import { buffer } from 'node:stream/consumers'

import { parse } from 'csv-parse/sync'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'

import type { ListRecordsRequest, ListRecordsResponse } from '../../../functions/src/contract/records.ts'
import { noProblems } from '../../../tools/browser/browser.ts'
import { expectNoSidewaysScrolling } from '../../harness/axe.ts'
import { eventually, rowsOf, shownIds } from '../../harness/ordersPage.ts'
import { hasFocus, tabTo } from '../../harness/panels.ts'
import { phone } from '../../harness/phonePage.ts'
import { streamsInBrowser } from '../../harness/streamsInBrowser.ts'

/* Streams beside the orders: twenty of them, which the page knows by their descriptions alone. */

const tests = streamsInBrowser()
/** A page as short as this is drawn whole. */
const limit = 25

const menuButton = (page: Page): Locator => page.getByRole('navigation', { name: 'Views' }).getByRole('button')
const column = (page: Page, name: string): Locator => page.getByRole('columnheader', { name })

/** Waits until the list shows just what the functions answer to a request. */
async function expectRecords(page: Page, request: ListRecordsRequest): Promise<ListRecordsResponse> {
  const answer = await tests.ask({ limit, ...request })
  expect(answer.records.length, 'the request finds something').toBeGreaterThan(0)
  await eventually(async () => {
    expect(await shownIds(page)).toEqual(answer.records.map(({ id }) => id))
    expect(await page.locator('.pager-place').textContent()).toContain(`of ${answer.total}`)
  })
  return answer
}

/** Opens one of the filters and returns its panel. */
async function openFilter(page: Page, name: string): Promise<Locator> {
  await page.getByRole('group', { name: 'Filters' }).getByRole('button', { name }).click()
  const panel = page.getByRole('dialog', { name })
  await panel.waitFor()
  return panel
}

describe('the navigation', () => {
  it('has the streams in a menu beside the orders, which says which one is open', async () => {
    const { page, problems } = await tests.open('#/orders')
    await rowsOf(page).first().waitFor()
    await menuButton(page).click()
    const menu = page.getByRole('dialog', { name: 'More' })
    const labels = await menu.getByRole('link').allTextContents()
    expect(labels).toHaveLength(20)
    expect(labels.slice(0, 4)).toEqual(['Catalog items', 'Catalog variations', 'Payments', 'Bank accounts'])
    expect(labels.at(-1)).toBe('Missing records')
    await menu.getByRole('link', { name: 'Catalog variations' }).click()
    await menu.waitFor({ state: 'detached' })
    await page.getByRole('heading', { name: 'Catalog variations' }).waitFor({ state: 'attached' })
    expect(await page.title()).toBe('Catalog variations – Tidemark')
    expect(await menuButton(page).textContent()).toContain('Catalog variations')
    expect(problems).toEqual(noProblems)
  })

  it('is gone through by keys: Enter opens the menu, arrows go along it, Esc gives the focus back', async () => {
    const { page, problems } = await tests.open('#/orders')
    await rowsOf(page).first().waitFor()
    await menuButton(page).waitFor()
    await tabTo(page, menuButton(page))
    await page.keyboard.press('Enter')
    const links = page.getByRole('dialog', { name: 'More' }).getByRole('link')
    await eventually(async () => expect(await hasFocus(links.first())).toBe(true))
    await page.keyboard.press('ArrowUp')
    await eventually(async () => expect(await hasFocus(links.last())).toBe(true))
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await eventually(async () => expect(await hasFocus(links.nth(1))).toBe(true))
    await page.keyboard.press('Escape')
    await links.first().waitFor({ state: 'detached' })
    await eventually(async () => expect(await hasFocus(menuButton(page))).toBe(true))
    await page.keyboard.press('Enter')
    await eventually(async () => expect(await hasFocus(links.first())).toBe(true))
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Missing records' }).waitFor({ state: 'attached' })
    expect(problems).toEqual(noProblems)
  })

  it('is one menu of all views on a phone', async () => {
    const { page, problems } = await tests.open('#/orders', phone)
    await rowsOf(page).first().waitFor()
    await menuButton(page).filter({ hasText: 'Orders' }).click()
    const menu = page.getByRole('dialog', { name: 'Views' })
    expect(await menu.getByRole('link').count()).toBe(23)
    await menu.getByRole('link', { name: 'Payments' }).click()
    await rowsOf(page).first().waitFor()
    await menuButton(page).filter({ hasText: 'Payments' }).waitFor()
    await expectNoSidewaysScrolling(page)
    expect(problems).toEqual(noProblems)
  })

  it('says of a stream that is not copied that there is none, and of more than a record that nothing is there', async () => {
    const { page, problems } = await tests.open('#/streams/nothing')
    await page.getByRole('heading', { name: 'Nothing of this name is copied' }).waitFor()
    await page.goto(`${page.url().split('#')[0]}#/streams/payments/firestore%3Apay-1/more`)
    await page.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
    expect(problems).toEqual(noProblems)
  })
})

describe('the list of a stream', () => {
  it('shows each kind of column: texts, references, amounts in their currency, numbers and times', async () => {
    const { page, problems } = await tests.open(`#/streams/catalogVariations?limit=${limit}`)
    const { records } = await expectRecords(page, { stream: 'catalogVariations' })
    expect(await page.getByRole('columnheader').allTextContents()).toEqual([
      'Name↕',
      'Item',
      'SKU',
      'Price↕',
      'In stock↕',
      'Changed↕',
      'Created▼',
    ])
    const at = records.findIndex((record) => record.currency === 'JPY')
    const cells = await rowsOf(page).nth(at).locator('td').allTextContents()
    const record = records[at]
    expect(cells.slice(0, 3)).toEqual([record?.name, record?.item, record?.sku])
    expect(cells[3]).toBe(`¥${Number(record?.price).toLocaleString('en-US')}`)
    expect(cells[5]).toContain('2026')
    expect(problems).toEqual(noProblems)
  })

  it('is filtered by words, flags, ranges and days, each in the address, and shows the same after a reload', async () => {
    const { page, problems } = await tests.open(`#/streams/payments?limit=${limit}`)
    await expectRecords(page, { stream: 'payments' })
    const words = await openFilter(page, 'Status')
    const { facets } = await tests.ask({ stream: 'payments', facets: true })
    expect(await words.locator('.choice').allTextContents()).toEqual(
      ['APPROVED', 'CANCELED', 'COMPLETED'].map((word) => `${word}${facets?.status?.[word]}`),
    )
    await words.getByRole('checkbox', { name: /^COMPLETED/ }).check()
    await page.keyboard.press('Escape')
    const flags = await openFilter(page, 'Refunded')
    await flags.getByRole('checkbox', { name: 'No' }).check()
    await page.keyboard.press('Escape')
    const amounts = await openFilter(page, 'Amount')
    await amounts.getByLabel('At least (USD)').fill('20')
    await amounts.getByLabel('At most (USD)').fill('60.50')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    const days = await openFilter(page, 'Created')
    await days.getByLabel('From').fill('2026-01-02')
    await page.keyboard.press('Escape')
    const filter = {
      status: { in: ['COMPLETED'] },
      isRefunded: { in: [false] },
      amount: { min: 2_000, max: 6_050 },
      createdAt: { from: '2026-01-02T00:00:00.000Z' },
    }
    await expectRecords(page, { stream: 'payments', filter })
    for (const part of ['in.status=COMPLETED', 'in.isRefunded=false', 'min.amount=2000', 'max.amount=6050']) {
      expect(page.url()).toContain(part)
    }
    await page.reload()
    await expectRecords(page, { stream: 'payments', filter })
    await page.getByRole('button', { name: 'Clear all' }).click()
    await expectRecords(page, { stream: 'payments' })
    await page.goBack()
    await expectRecords(page, { stream: 'payments', filter })
    expect(problems).toEqual(noProblems)
  })

  it('is searched as somebody types, and says where nothing matches', async () => {
    const { page, problems } = await tests.open(`#/streams/catalogItems?limit=${limit}`)
    await rowsOf(page).first().waitFor()
    await page.getByRole('searchbox', { name: 'Search catalog items by name' }).fill('cafe lamp')
    await expectRecords(page, { stream: 'catalogItems', filter: { search: 'cafe lamp' } })
    expect(page.url()).toContain('q=cafe+lamp')
    await page.getByRole('searchbox').fill('no such thing')
    await page.getByRole('heading', { name: 'No record matches' }).waitFor()
    expect(problems).toEqual(noProblems)
  })

  it('is sorted by its headers, both ways', async () => {
    const { page, problems } = await tests.open(`#/streams/payments?limit=${limit}`)
    await rowsOf(page).first().waitFor()
    for (const direction of ['desc', 'asc'] as const) {
      await column(page, 'Amount').getByRole('button').click()
      await expectRecords(page, { stream: 'payments', sort: { field: 'amount', direction } })
      const sorted = direction === 'asc' ? 'ascending' : 'descending'
      expect(await column(page, 'Amount').getAttribute('aria-sort')).toBe(sorted)
    }
    expect(await column(page, 'Fee').getByRole('button').count()).toBe(0)
    expect(problems).toEqual(noProblems)
  })

  it('asks for a currency before it is sorted by amounts of several', async () => {
    const { page, problems } = await tests.open(`#/streams/catalogVariations?limit=${limit}`)
    await rowsOf(page).first().waitFor()
    await column(page, 'Price').getByRole('button').click()
    await page.getByRole('heading', { name: 'Sort by price in which currency?' }).waitFor()
    await page.getByRole('button', { name: /^JPY/ }).click()
    await expectRecords(page, {
      stream: 'catalogVariations',
      filter: { currency: { in: ['JPY'] } },
      sort: { field: 'price', direction: 'desc' },
    })
    expect(problems).toEqual(noProblems)
  })

  it('goes on page by page and back, also from a link into its middle', async () => {
    const { page, problems } = await tests.open(`#/streams/catalogVariations?limit=${limit}`)
    const stream = 'catalogVariations'
    const first = await expectRecords(page, { stream })
    await page.getByRole('button', { name: 'Next' }).click()
    const second = await expectRecords(page, { stream, cursor: first.nextCursor ?? '' })
    await page.getByRole('button', { name: 'Next' }).click()
    await expectRecords(page, { stream, cursor: second.nextCursor ?? '' })
    await page.reload()
    await expectRecords(page, { stream, cursor: second.nextCursor ?? '' })
    await page.getByRole('button', { name: 'Previous' }).click()
    await expectRecords(page, { stream, cursor: first.nextCursor ?? '' })
    await page.getByRole('button', { name: 'First' }).click()
    await expectRecords(page, { stream })
    expect(problems).toEqual(noProblems)
  })

  it('has the columns that the reader chose, also after a reload', async () => {
    const { page, problems } = await tests.open('#/streams/payments')
    await rowsOf(page).first().waitFor()
    await page.getByRole('button', { name: 'Columns' }).click()
    const menu = page.getByRole('dialog', { name: 'Columns' })
    expect(await menu.getByRole('checkbox', { name: 'Id' }).isDisabled()).toBe(true)
    await menu.getByRole('checkbox', { name: 'Currency' }).check()
    await menu.getByRole('checkbox', { name: 'Fee' }).uncheck()
    await page.reload()
    await column(page, 'Currency').waitFor()
    expect(await column(page, 'Fee').count()).toBe(0)
    expect(problems).toEqual(noProblems)
  })

  it.each([
    ['CSV', 'csv'],
    ['NDJSON', 'ndjson'],
  ] as const)('is exported whole as %s', async (name, ending) => {
    const { page, problems } = await tests.open('#/streams/payments?in.status=COMPLETED')
    await rowsOf(page).first().waitFor()
    const { total } = await tests.ask({ stream: 'payments', filter: { status: { in: ['COMPLETED'] } } })
    await page.getByRole('button', { name: 'Export' }).click()
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: `Export ${name}` }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toMatch(new RegExp(`^payments-\\d{4}-\\d\\d-\\d\\d\\.${ending}$`))
    const text = (await buffer(await download.createReadStream())).toString('utf8')
    const records: Record<string, unknown>[] =
      ending === 'csv'
        ? parse(text, { bom: true, columns: true })
        : text
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as Record<string, unknown>) // A record a line.
    expect(records).toHaveLength(total)
    expect(new Set(records.map(({ status }) => status))).toEqual(new Set(['COMPLETED']))
    await page.getByText(`${total} records exported.`).waitFor()
    expect(problems).toEqual(noProblems)
  })

  it('says that it could not be loaded, and tries again', async () => {
    const { page, context } = await tests.open('#/orders')
    await rowsOf(page).first().waitFor()
    // The status fails, too: one that came through would have the page ask again by itself, before the button is pressed.
    const calls = '**/{listRecords,getSyncStatus}'
    await context.route(calls, (route) => route.fulfill({ status: 500, json: { error: {} } }))
    await page.goto(`${page.url().split('#')[0]}#/streams/payments?limit=${limit}`)
    await page.getByRole('heading', { name: 'The records could not be loaded' }).waitFor()
    await context.unroute(calls)
    await page.getByRole('button', { name: 'Try again' }).click()
    await expectRecords(page, { stream: 'payments' })
  })
})
