import type { Locator } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'

import type { OrderRow } from '../../../../functions/src/contract/api.ts'
import { noProblems } from '../../../../tools/browser/browser.ts'
import {
  allOrders,
  byStatus,
  currenciesOf,
  figuresOf,
  lastDays,
  ofLastDays,
  topPeriods,
  type Group,
  type Period,
  type Revenue,
} from '../../../harness/orderFigures.ts'
import { eventually } from '../../../harness/ordersPage.ts'
import { expectFigures, expectListOf } from '../../../harness/overviewPage.ts'
import { cellsOf, hasFocus, pointAtEach, tableNamed, tabTo } from '../../../harness/panels.ts'
import { refusal, refuse } from '../../../harness/refusedCall.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

const tests = sharedShopInBrowser()
let all: readonly OrderRow[]
let usual: string
let other: string

beforeAll(async () => {
  all = await allOrders(tests.client)
  ;[usual = '', other = ''] = currenciesOf(all)
})

const inUsual = (): OrderRow[] => all.filter(({ currency }) => currency === usual)
const inOther = (): OrderRow[] => all.filter(({ currency }) => currency === other)
const included = 'include=cancelled%2Crefunded'

describe('every figure leads to the orders that it counts', () => {
  it.each<[string, string, Period, () => readonly OrderRow[], Revenue]>([
    ['of 30 days by day', '', 'day', () => ofLastDays(inUsual(), 30), 'kept'],
    [
      'of 90 days by week, cancelled and refunded ones included',
      `?range=90d&by=week&${included}`,
      'week',
      () => ofLastDays(inUsual(), 90),
      'all',
    ],
    ['of all time by month', '?range=all&by=month', 'month', inUsual, 'kept'],
    ['of all time by day, in another currency', '?range=all&currency=OTHER', 'day', inOther, 'kept'],
    [
      'of all time by day, in another currency, cancelled and refunded ones included',
      `?range=all&currency=OTHER&${included}`,
      'day',
      inOther,
      'all',
    ],
  ])('%s', async (_what, query, period, find, revenue) => {
    const rows = find()
    const { page, problems } = await tests.open(`#/overview${query.replace('OTHER', other)}`)
    await expectFigures(page, rows, period, revenue)
    const follow = async (table: RegExp, group: Group | undefined): Promise<void> => {
      await tableNamed(page, table)
        .getByRole('link', { name: group?.name ?? 'none' })
        .click()
      await expectListOf(page, group?.rows ?? [])
      await page.goBack()
      await expectFigures(page, rows, period, revenue)
    }
    await page.getByRole('link', { name: 'See these orders' }).click()
    await expectListOf(page, rows)
    await page.goBack()
    for (const group of byStatus(rows)) await follow(/^Orders by status/, group)
    const top = topPeriods(rows, period, revenue)
    await follow(/ with most revenue/, top[0])
    await follow(/ with most revenue/, top.at(-1))
    expect(problems).toEqual(noProblems)
  })
})

it('chart and table say the same, and whoever has no mouse gets from one to the other', async () => {
  const { page, problems } = await tests.open('#/overview')
  const rows = ofLastDays(inUsual(), 30)
  const days = lastDays(rows, 30).map((group) => [group.name, ...figuresOf(group.rows, usual).reverse()])
  const [count, revenue] = figuresOf(rows, usual)
  const chart = page.getByRole('img', { name: `Revenue and orders per day in ${usual}` })
  const words = (await chart.getAttribute('aria-label')) ?? ''
  expect(words).toContain(`from ${days[0]?.[0]} to ${days.at(-1)?.[0]}: ${revenue} from ${count} orders.`)
  expect(await pointAtEach(chart, 30)).toEqual(days)

  const toggle = page.getByRole('group', { name: `Revenue and orders per day, in ${usual}, shown as` })
  await tabTo(page, toggle.getByRole('button', { name: 'Table' }))
  await page.keyboard.press('Enter')
  const table = tableNamed(page, `Revenue and orders per day, in ${usual}`)
  await table.waitFor()
  expect(await chart.count()).toBe(0)
  expect(await cellsOf(table)).toEqual(days.toReversed())
  await page.keyboard.press('Tab')
  expect(await hasFocus(table)).toBe(true)
  await page.keyboard.press('End')
  await eventually(async () => expect(await table.evaluate((element) => element.scrollTop)).toBeGreaterThan(100))

  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Space')
  await chart.waitFor()
  expect(await table.count()).toBe(0)
  expect(problems).toEqual(noProblems)
})

it('the address holds what is shown, for a reload and for each step back', async () => {
  const { page, problems } = await tests.open('#/overview')
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true })
  const lost = page.getByRole('checkbox', { name: 'Include cancelled and refunded' })
  const pressed = page.getByRole('group', { name: 'What the overview shows' }).locator('[aria-pressed="true"]')
  const expectAt = async (
    query: string,
    period: Period,
    rows: readonly OrderRow[],
    revenue: Revenue = 'kept',
  ): Promise<void> => {
    await expectFigures(page, rows, period, revenue)
    expect(new URL(page.url()).hash).toBe(`#/overview${query}`)
  }
  await expectAt('', 'day', ofLastDays(inUsual(), 30))
  await button('All time').click()
  await expectAt('?range=all', 'day', inUsual())
  await button('Month').click()
  await expectAt('?range=all&by=month', 'month', inUsual())
  const currency = page.getByRole('combobox', { name: 'Currency' })
  expect(await currency.locator('option').allTextContents()).toEqual(currenciesOf(all))
  await currency.selectOption(other)
  const chosen = `?range=all&by=month&currency=${other}`
  await expectAt(chosen, 'month', inOther())
  await lost.check()
  await expectAt(`${chosen}&${included}`, 'month', inOther(), 'all')

  await page.reload()
  await expectAt(`${chosen}&${included}`, 'month', inOther(), 'all')
  expect(await pressed.allTextContents()).toEqual(['All time', 'Month'])
  expect(await currency.inputValue()).toBe(other)
  expect(await lost.isChecked()).toBe(true)

  await page.goBack()
  await expectAt(chosen, 'month', inOther())
  expect(await lost.isChecked()).toBe(false)
  await page.goBack()
  await expectAt('?range=all&by=month', 'month', inUsual())
  expect(await currency.inputValue()).toBe(usual)
  await page.goBack()
  await expectAt('?range=all', 'day', inUsual())
  await page.goBack()
  await expectAt('', 'day', ofLastDays(inUsual(), 30))
  expect(await pressed.allTextContents()).toEqual(['30 days', 'Day'])
  expect(problems).toEqual(noProblems)
})

it('says that there are no orders, what of a link could not be read, and leads on', async () => {
  const { page, problems } = await tests.open('#/overview?currency=CHF&by=hour')
  await page.getByText('A part of this address was left out: by.').waitFor()
  await page.getByRole('heading', { name: 'No orders in CHF in this range' }).waitFor()
  await page.getByText('The range is “30 days”. Try a longer one.').waitFor()
  expect(await page.getByRole('table').count()).toBe(0)
  await page.getByRole('button', { name: 'All time' }).click()
  await page.getByRole('heading', { name: 'No orders in CHF yet' }).waitFor()
  await page.getByRole('combobox', { name: 'Currency' }).selectOption(usual)
  await expectFigures(page, inUsual(), 'day')
  expect(problems).toEqual(noProblems)
})

describe('where the function fails', () => {
  it('one “Try again” brings all figures', async () => {
    const { page, context } = await tests.open('#/sync')
    await context.route('**/orderStats', refuse)
    await page.getByRole('link', { name: 'Overview' }).click()
    await page.getByRole('heading', { name: 'The figures could not be loaded' }).waitFor()
    await page.getByText(refusal).waitFor()
    expect(await page.getByRole('table').count()).toBe(0)
    await context.unroute('**/orderStats')
    await page.getByRole('button', { name: 'Try again' }).click()
    await expectFigures(page, ofLastDays(inUsual(), 30), 'day')
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  it('one breakdown fails by itself, and its own button brings it back', async () => {
    const { page, context } = await tests.open('#/sync')
    await context.route('**/orderStats', (route) =>
      route.request().postData()?.includes('"by":"status"') === true ? refuse(route) : route.continue(),
    )
    await page.getByRole('link', { name: 'Overview' }).click()
    const failed = page.getByRole('alert').filter({ hasText: 'By status: no figures' })
    await failed.waitFor()
    await page.getByRole('heading', { name: 'By source' }).waitFor()
    await context.unroute('**/orderStats')
    await failed.getByRole('button', { name: 'Try again' }).click()
    await expectFigures(page, ofLastDays(inUsual(), 30), 'day')
  })
})
