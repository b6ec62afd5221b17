import { buffer } from 'node:stream/consumers'

import { parse } from 'csv-parse/sync'
import type { Download, Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'

import { noProblems } from '../../../../tools/browser/browser.ts'
import { expectAccessibleInLightAndDark, expectNoSidewaysScrolling } from '../../../harness/axe.ts'
import { eventually, exportCsv, rowsOf, shortPage, shownIds } from '../../../harness/ordersPage.ts'
import { hasFocus } from '../../../harness/panels.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

const tests = sharedShopInBrowser()

const short = `#/orders?limit=${shortPage}`
/** High enough for a short page to be drawn whole, whatever stands around it. */
const high = { viewport: { width: 1_280, height: 1_100 } }

function boxAt(page: Page, row: number): Locator {
  return rowsOf(page).nth(row).getByRole('checkbox')
}

function boxOfAll(page: Page): Locator {
  return page.getByRole('checkbox', { name: `Select all ${shortPage} orders of this page` })
}

function barOf(page: Page): Locator {
  return page.getByRole('group', { name: 'Selected orders' })
}

/** Waits until just these rows are selected, and screen readers have heard how many. */
async function expectSelected(page: Page, rows: readonly number[]): Promise<void> {
  await eventually(async () => {
    const checked = await rowsOf(page)
      .getByRole('checkbox')
      .evaluateAll((boxes) => boxes.flatMap((box, i) => ((box as { checked?: boolean }).checked === true ? [i] : [])))
    expect(checked).toEqual(rows)
    const said = rows.length === 1 ? '1 order selected' : `${rows.length} orders selected`
    expect(
      await page
        .getByRole('status')
        .filter({ hasText: / selected$/ })
        .allTextContents(),
    ).toEqual(rows.length === 0 ? [] : [said])
    expect(await barOf(page).count()).toBe(rows.length === 0 ? 0 : 1)
  })
}

async function recordsOf(download: Download): Promise<Record<string, string>[]> {
  return parse(await buffer(await download.createReadStream()), { bom: true, columns: true })
}

it('selects by click, by range, by key and all of the page, and opens no order thereby', async () => {
  const { page, problems } = await tests.open(short, high)
  await rowsOf(page).first().waitFor()
  await boxAt(page, 2).check()
  await expectSelected(page, [2])
  await boxAt(page, 5).click({ modifiers: ['Shift'] })
  await expectSelected(page, [2, 3, 4, 5])
  expect(await page.evaluate('getSelection().toString()'), 'no text is marked').toBe('')
  await boxAt(page, 3).uncheck()
  await expectSelected(page, [2, 4, 5])
  expect(await boxOfAll(page).evaluate((box) => (box as { indeterminate?: boolean }).indeterminate)).toBe(true)

  // The focus is on a checkbox: the keys of the list go on.
  await page.keyboard.press('j')
  await eventually(async () => expect(await hasFocus(rowsOf(page).nth(4).getByRole('link'))).toBe(true))
  await page.keyboard.press('x')
  await expectSelected(page, [2, 5])
  await page.keyboard.press('x')
  await expectSelected(page, [2, 4, 5])
  await page.keyboard.press('Escape')
  await expectSelected(page, [])

  await boxOfAll(page).check()
  await expectSelected(
    page,
    Array.from({ length: shortPage }, (_, i) => i),
  )
  await barOf(page).getByRole('button', { name: 'Clear' }).click()
  await expectSelected(page, [])
  expect(await hasFocus(page.locator('main'))).toBe(true)
  expect(await page.getByRole('dialog').count()).toBe(0)
  expect(problems).toEqual(noProblems)
})

it('is of the page alone: another page, sort or filter clears it, and the bar says so', async () => {
  const { page, problems } = await tests.open(short, high)
  const select = async (): Promise<void> => {
    await eventually(async () => expect(await page.locator('.list-stale').count()).toBe(0))
    await boxAt(page, 1).check()
    await expectSelected(page, [1])
    await barOf(page).getByText('On this page only: another filter, sort or page clears it.').waitFor()
  }
  await rowsOf(page).first().waitFor()
  const first = await shownIds(page)
  await select()
  await page.getByRole('button', { name: 'Next' }).click()
  await eventually(async () => expect(await shownIds(page)).not.toEqual(first))
  await expectSelected(page, [])
  await select()
  await page.getByRole('columnheader', { name: 'Customer' }).getByRole('button').click()
  await expectSelected(page, [])
  await select()
  await page.getByRole('searchbox').fill('an')
  await eventually(async () => expect(page.url()).toContain('q=an'))
  await expectSelected(page, [])
  expect(problems).toEqual(noProblems)
})

it('copies numbers and rows, and its file is the lines of the whole export, without asking the functions', async () => {
  const { page, context, problems } = await tests.open(short, {
    ...high,
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  await rowsOf(page).first().waitFor()
  const exporting = page.waitForEvent('download')
  await exportCsv(page)
  const whole = await recordsOf(await exporting)
  await boxAt(page, 0).check()
  await boxAt(page, 6).check({ force: true })
  await boxAt(page, 7).check()
  const ids = await shownIds(page)
  const expected = [0, 6, 7].map((row) => whole.find(({ id }) => id === ids[row]) ?? {})

  const calls: string[] = []
  context.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('Orders')) calls.push(request.url())
  })
  const clipboard = (): Promise<string> => page.evaluate('navigator.clipboard.readText()')
  await barOf(page).getByRole('button', { name: 'Copy numbers' }).click()
  await page.getByText('3 order numbers copied.').waitFor()
  expect(await clipboard()).toBe(expected.map(({ orderNumber }) => orderNumber).join('\n'))

  await barOf(page).getByRole('button', { name: 'Copy rows' }).click()
  await page.getByText('3 rows copied.').waitFor()
  const pasted: string[][] = parse(await clipboard(), { delimiter: '\t' })
  expect(pasted.map((cells) => cells.slice(0, 6))).toEqual(
    expected.map(({ orderNumber, status, customerName, customerEmail, total, currency }) => [
      orderNumber,
      status,
      customerName,
      customerEmail,
      total,
      currency,
    ]),
  )

  await barOf(page).getByRole('button', { name: 'Export selected' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Export 3 orders' })
  await dialog.getByText('nothing is read').waitFor()
  const saving = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Export', exact: true }).click()
  const download = await saving
  expect(download.suggestedFilename()).toMatch(/^orders-selected-\d{4}-\d\d-\d\d\.csv$/)
  expect(await recordsOf(download)).toEqual(expected)
  await page.getByText('3 orders exported.').waitFor()
  expect(calls).toEqual([])
  expect(problems).toEqual(noProblems)
})

it.each([820, 1_440])('everybody can use the selection at %i px', async (width) => {
  const { page, problems } = await tests.open(short, {
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
  })
  await rowsOf(page).first().waitFor()
  await page.locator('.freshness[data-live="true"]').waitFor()
  await boxAt(page, 1).check()
  await expectSelected(page, [1])
  await expectAccessibleInLightAndDark(page)
  await expectNoSidewaysScrolling(page)
  expect(problems).toEqual(noProblems)
})
