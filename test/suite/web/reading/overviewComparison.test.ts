import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'

import type { OrderRow } from '../../../../functions/src/contract/api.ts'
import { noProblems } from '../../../../tools/browser/browser.ts'
import { formatMoney } from '../../../../web/src/format/money.ts'
import { allOrders, currenciesOf, figuresOf, revenueOf, soldOf } from '../../../harness/orderFigures.ts'
import { eventually } from '../../../harness/ordersPage.ts'
import { expectListOf } from '../../../harness/overviewPage.ts'
import { refuse } from '../../../harness/refusedCall.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

/* How the overview's figures compare with those of the period before. The shop's zone is UTC. */

const dayMs = 86_400_000
const tests = sharedShopInBrowser()
let all: readonly OrderRow[]
let usual: string
let other: string

beforeAll(async () => {
  all = await allOrders(tests.client)
  ;[usual = '', other = ''] = currenciesOf(all)
})

const ofCurrency = (currency: string): OrderRow[] => all.filter((order) => order.currency === currency)

function between(rows: readonly OrderRow[], from: number, to: number): OrderRow[] {
  return rows.filter(({ createdAt }) => Date.parse(createdAt) >= from && Date.parse(createdAt) < to)
}

function midnightOf(time: number): number {
  return Math.floor(time / dayMs) * dayMs
}

/** The orders of as many days up to `now` and of those before, up to the same minute. */
function ofDays(rows: readonly OrderRow[], days: number, now: number): { present: OrderRow[]; before: OrderRow[] } {
  const [first, minute] = [midnightOf(now) - (days - 1) * dayMs, Math.floor(now / 60_000) * 60_000]
  return {
    present: between(rows, first, midnightOf(now) + dayMs),
    before: between(rows, first - days * dayMs, minute - days * dayMs),
  }
}

/** Opens the overview at a moment that stays. */
async function openAt(now: number, query: string): ReturnType<typeof tests.open> {
  const opened = await tests.open('#/sync')
  await opened.page.clock.setFixedTime(now)
  await opened.page.goto(opened.page.url().replace(/#.*$/, `#/overview${query}`))
  return opened
}

function changesOn(page: Page) {
  return page.getByRole('region', { name: 'In all' }).locator('.headline-change')
}

/** "▲ up 14 (12.4%) 113 before", as it is read. */
function changeText(now: number, before: number, format: (figure: number) => string): string {
  if (now === before) return `unchanged ${format(before)} before`
  const share = (Math.abs(now - before) / before).toLocaleString('en-US', {
    style: 'percent',
    maximumFractionDigits: 1,
  })
  const word = now > before ? '▲ up' : '▼ down'
  return `${word} ${format(Math.abs(now - before))} (${share}) ${format(before)} before`
}

const money = (minor: number): string => formatMoney(minor, usual, 'en-US')
const averageOf = (rows: readonly OrderRow[]): number => Math.round(revenueOf(rows) / soldOf(rows, 'kept').length)

/** Waits until the changes are those from some orders to others, of the usual currency. */
async function expectChanges(page: Page, present: readonly OrderRow[], before: readonly OrderRow[]): Promise<void> {
  expect(soldOf(before, 'kept').length, 'there is something to compare with').toBeGreaterThan(0)
  await eventually(async () =>
    expect(await changesOn(page).allTextContents()).toEqual([
      changeText(present.length, before.length, (count) => count.toLocaleString('en-US')),
      changeText(revenueOf(present), revenueOf(before), money),
      changeText(averageOf(present), averageOf(before), money),
    ]),
  )
}

describe('beside each figure stands how it has changed', () => {
  it('since as many days before, up to the same minute, and the figure before leads to its orders', async () => {
    const now = Date.now()
    const { present, before } = ofDays(ofCurrency(usual), 90, now)
    const { page, problems } = await openAt(now, '?range=90d')
    await expectChanges(page, present, before)
    const dates = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' }).formatRange(
      midnightOf(now) - 179 * dayMs,
      midnightOf(now) - 90 * dayMs,
    )
    await page.getByText(`Compared with the 90 days before, ${dates}, until `).waitFor()
    await page
      .getByRole('link', { name: `${figuresOf(before, usual)[0]} before`, exact: true })
      .first()
      .click()
    await expectListOf(page, before)
    expect(problems).toEqual(noProblems)
  })

  it('since the same days of last year', async () => {
    const year = new Date().getUTCFullYear()
    const now = Date.UTC(year, 10, 20, 14, 5)
    const rows = ofCurrency(usual)
    const { page, problems } = await openAt(now, '?range=year')
    await expectChanges(
      page,
      between(rows, Date.UTC(year, 0), midnightOf(now) + dayMs),
      between(rows, Date.UTC(year - 1, 0), Date.UTC(year - 1, 10, 20, 14, 5)),
    )
    await page.getByText(/^Compared with the same days of last year, Jan 1 – Nov 20, \d+, until 2:05.PM\.$/u).waitFor()
    expect(problems).toEqual(noProblems)
  })

  it('or that there is nothing to compare with', async () => {
    const rows = ofCurrency(other)
    // The end of a day that has an order within its week, and none in the week before.
    const now = rows
      .map(({ createdAt }) => midnightOf(Date.parse(createdAt)) + dayMs - 60_000)
      .find((end) => ofDays(rows, 7, end).before.length === 0)
    const { page, problems } = await openAt(now ?? Number.NaN, `?range=7d&currency=${other}`)
    await page.getByText('No comparison: there are no orders in the 7 days before, ').waitFor()
    expect(await changesOn(page).allTextContents()).toEqual(['no comparison', 'no comparison', 'no comparison'])
    await page.getByRole('button', { name: 'All time' }).click()
    // Before all time nothing was.
    await eventually(async () => expect(await changesOn(page).count()).toBe(0))
    expect(problems).toEqual(noProblems)
  })

  it('for one call more, which may fail by itself', async () => {
    const now = Date.now()
    const { present, before } = ofDays(ofCurrency(usual), 30, now)
    const { page, context } = await tests.open('#/sync')
    const asked: string[] = []
    let fails = true
    await context.route('**/orderStats', (route) => {
      const body = route.request().postData()
      if (body === null) return route.continue()
      asked.push(body)
      return fails && asked.length > 3 ? refuse(route) : route.continue()
    })
    await page.clock.setFixedTime(now)
    await page.getByRole('link', { name: 'Overview' }).click()
    await page.getByText('The figures of the period before could not be loaded.').waitFor()
    expect(await page.getByRole('region', { name: 'In all' }).locator('.headline-value').count()).toBe(3)
    expect(asked).toHaveLength(4)
    fails = false
    await page.getByRole('button', { name: 'Compare again' }).click()
    await expectChanges(page, present, before)
    expect(asked).toHaveLength(5)
  })
})
