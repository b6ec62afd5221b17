import { buffer } from 'node:stream/consumers'

import { parse } from 'csv-parse/sync'
import type { Page } from 'playwright-core'
import { beforeAll, expect, it, onTestFinished } from 'vitest'

import type { OrderRow } from '../../../../functions/src/contract/api.ts'
import { noProblems, openProfile, pageOrigin, type Problems } from '../../../../tools/browser/browser.ts'
import { localAdmin } from '../../../../tools/local/admin.ts'
import { allOrders } from '../../../harness/orderFigures.ts'
import { exportCsv, eventually, rowsOf } from '../../../harness/ordersPage.ts'
import { expectListOf } from '../../../harness/overviewPage.ts'
import { tableNamed } from '../../../harness/panels.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'
import { tellZone } from '../../../harness/shopZone.ts'

/*
 * A shop in Auckland at seven in the morning, while UTC and the reader, in New York, still have the day before: today's orders are
 * today's everywhere.
 */

const timeZone = 'Pacific/Auckland'
const dayMs = 86_400_000
const tests = sharedShopInBrowser()

const format = (locale: string, options: Intl.DateTimeFormatOptions): ((iso: string) => string) => {
  const inAuckland = new Intl.DateTimeFormat(locale, { timeZone, ...options })
  return (iso) => inAuckland.format(new Date(iso))
}
/** "2026-11-20". */
const dateOf = format('en-CA', { dateStyle: 'short' })
/** "Friday, November 20, 2026". */
const nameOf = format('en-US', { dateStyle: 'full' })
const hourOf = format('en-US', { hour: '2-digit', hourCycle: 'h23' })

let all: readonly OrderRow[]
/** The newest order that was placed in the seven hours; it is today's, and with its day all others are. */
let early: OrderRow
let today: string
let now: string

beforeAll(async () => {
  all = await allOrders(tests.client)
  const found = all.find(({ createdAt }) => Number(hourOf(createdAt)) < 7)
  if (found === undefined) throw new Error('The shop has no order of the early morning.')
  early = found
  today = dateOf(early.createdAt)
  // Seven o'clock is 18:00 or 19:00 of the day before in UTC, as the season is.
  const evening = [18, 19].map((hour) => new Date(Date.parse(today) - dayMs + hour * 3_600_000).toISOString())
  now = evening.find((iso) => Number(hourOf(iso)) === 7) ?? ''
  expect(dateOf(now)).toBe(today)
  expect(now.slice(0, 10) < today).toBe(true)
})

async function openInAuckland(at: string): Promise<{ readonly page: Page; readonly problems: Problems }> {
  const profile = await openProfile(tests.browser, { signedInAs: localAdmin, timezoneId: 'America/New_York' })
  onTestFinished(() => profile.close())
  await tellZone(profile.context, timeZone)
  const page = await profile.context.newPage()
  await page.clock.setFixedTime(now)
  await page.goto(`${pageOrigin()}/${at}`)
  return { page, problems: profile.problems }
}

it('the overview ends with today, and leads to today’s orders', async () => {
  const { currency } = early
  const { page, problems } = await openInAuckland(`#/overview?range=7d&currency=${currency}`)
  await page.getByText('Days in Pacific/Auckland').waitFor()
  const first = new Date(Date.parse(today) - 6 * dayMs).toISOString().slice(0, 10)
  const rows = all.filter((row) => {
    const date = dateOf(row.createdAt)
    return row.currency === currency && date >= first && date <= today
  })
  const chart = page.getByRole('img', { name: `Revenue and orders per day in ${currency}` })
  await chart.waitFor()
  expect(await chart.getAttribute('aria-label')).toContain(` to ${nameOf(now)}: `)
  const figures = page.getByRole('region', { name: 'In all' }).locator('dd')
  await eventually(async () => expect(await figures.first().textContent()).toBe(String(rows.length)))
  await tableNamed(page, / with most revenue/)
    .getByRole('link', { name: nameOf(now) })
    .click()
  await expectListOf(
    page,
    rows.filter(({ createdAt }) => dateOf(createdAt) === today),
  )
  expect(problems).toEqual(noProblems)
})

it('filters, list, order and file have the same day, and name the zone', async () => {
  const { page, problems } = await openInAuckland('#/orders?created=today')
  // By this clock later orders are of the future, which are listed.
  await expectListOf(
    page,
    all.filter(({ createdAt }) => dateOf(createdAt) >= today),
  )
  expect(await page.getByRole('columnheader', { name: 'Placed' }).getAttribute('title')).toBe(
    'Times in Pacific/Auckland',
  )
  const placed = page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: 'Placed' })
  await placed.click()
  const dialog = page.getByRole('dialog', { name: 'Placed' })
  await dialog.getByText('Days in Pacific/Auckland.').waitFor()
  await dialog.getByLabel('From').fill(today)
  await dialog.getByLabel('Through').fill(today)
  await page.keyboard.press('Escape')
  const rows = all.filter(({ createdAt }) => dateOf(createdAt) === today)
  await expectListOf(page, rows)
  expect(await placed.textContent()).toContain(today)

  const shown = format('en-US', { dateStyle: 'medium', timeStyle: 'short' })(early.createdAt)
  const row = rowsOf(page).filter({ has: page.locator(`a[href*="${encodeURIComponent(early.id)}"]`) })
  expect(await row.locator('time').first().textContent()).toBe(shown)

  const downloading = page.waitForEvent('download')
  await exportCsv(page)
  const download = await downloading
  expect(download.suggestedFilename()).toBe(`orders-${today}.csv`)
  const file = (await buffer(await download.createReadStream())).toString('utf8')
  const records: Record<string, string>[] = parse(file, { bom: true, columns: true })
  expect(records.map(({ id }) => id)).toEqual(rows.map(({ id }) => id))
  for (const { createdAt } of records) expect(createdAt).toMatch(new RegExp(`^${today}T.*\\+1[23]:00$`))

  await row.getByRole('link').click()
  const drawer = page.getByRole('dialog')
  await drawer.getByText('Times in Pacific/Auckland.').waitFor()
  expect(await drawer.locator('.timeline time').first().textContent()).toBe(shown)
  expect(problems).toEqual(noProblems)
})

it('remembers the zone: the next page need not wait for the status', async () => {
  const { page, problems } = await openInAuckland('#/orders')
  await rowsOf(page).first().waitFor()
  await eventually(async () => expect(await page.evaluate(`localStorage.getItem('tidemark.timeZone')`)).toBe(timeZone))
  await page.context().unroute('**/getSyncStatus')
  await page.context().route('**/getSyncStatus', (route) => route.abort())
  await page.goto(`${pageOrigin()}/#/overview`)
  await page.reload()
  await page.getByText('Days in Pacific/Auckland').waitFor()
  expect({ ...problems, consoleErrors: [] }).toEqual(noProblems)
})
