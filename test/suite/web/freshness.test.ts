import type { Page } from 'playwright-core'
import { expect, it, onTestFinished } from 'vitest'

import { adminFirestore } from '../../../cli/firebaseAdmin.ts'
import { localProject } from '../../../cli/paths.ts'
import { instantFromMs } from '../../../functions/src/lib/instant.ts'
import { initialState } from '../../../functions/src/model/state.ts'
import { noProblems, type OpenPage, type PageOptions } from '../../../tools/browser/browser.ts'
import { allOrders, currenciesOf } from '../../harness/orderFigures.ts'
import { eventually, rowsOf, firstIds } from '../../harness/ordersPage.ts'
import { expectFiguresNow } from '../../harness/overviewPage.ts'
import { phone } from '../../harness/phonePage.ts'
import { refuse } from '../../harness/refusedCall.ts'
import { shopInBrowser } from '../../harness/shopInBrowser.ts'

const tests = shopInBrowser({ orders: 120 })

async function openList(options?: PageOptions): Promise<OpenPage> {
  const opened = await tests.open('', options)
  await rowsOf(opened.page).first().waitFor()
  return opened
}

/** The listener has to be there before what it shall hear of. */
async function listening(page: Page): Promise<void> {
  await page.locator('.freshness[data-live="true"]').waitFor()
}

it.each([
  ['a screen', undefined],
  ['a phone', phone],
])('on %s new orders are announced, and the list moves when the reader says so', async (_where, options) => {
  const { page, problems } = await openList(options)
  await listening(page)
  const before = await firstIds(page)
  const placed = await tests.local.shop.place(2)
  await page.getByRole('button', { name: '2 new orders – show' }).waitFor()
  expect(await firstIds(page)).toEqual(before)
  await page.getByRole('button', { name: '2 new orders – show' }).click()
  const ids = placed.map(({ id }) => `firestore:${id}`)
  await eventually(async () => expect((await firstIds(page)).slice(0, 2).sort()).toEqual(ids.sort()))
  expect(await page.getByRole('button', { name: /new order/ }).count()).toBe(0)
  expect(problems).toEqual(noProblems)
})

it('a changed status is shown where its row stands, and nothing moves', async () => {
  const { page, problems } = await openList()
  await listening(page)
  const before = await firstIds(page)
  const [changed] = await tests.local.shop.change(1)
  const row = page.locator(`tr[data-id="firestore:${changed?.id}"]`)
  await row.getByText(new RegExp(`^${changed?.data.status.replace('_', ' ')}$`, 'i')).waitFor()
  expect(await firstIds(page)).toEqual(before)
  expect(problems).toEqual(noProblems)
})

it('Refresh brings a new order without another click', async () => {
  const { page, problems } = await openList()
  const [placed] = await tests.local.shop.place(1)
  await page.getByRole('button', { name: 'Refresh' }).click()
  await page.getByText(/1 new, |Up to date|one more follows/).waitFor()
  await eventually(async () => expect((await firstIds(page))[0]).toBe(`firestore:${placed?.id}`))
  expect(await page.getByRole('button', { name: /new order/ }).count()).toBe(0)
  expect(problems).toEqual(noProblems)
})

it('a pipeline that was switched off does not make the orders look old', async () => {
  const name = 'tiktokShop.7495.orders'
  const state = adminFirestore(localProject).doc(`sync_state/${name}`)
  await state.set({ ...initialState(name), bound: instantFromMs(Date.now() - 90 * 86_400_000) })
  onTestFinished(async () => {
    await state.delete()
  })
  const { page, problems } = await openList()
  await listening(page)
  expect(await page.locator('.freshness').textContent()).not.toContain('month')
  expect(problems).toEqual(noProblems)
})

it('a function that refuses is told, and the list comes back by a button and by the way back', async () => {
  const { page, context } = await openList()
  const first = await firstIds(page)
  await context.route('**/listOrders', refuse)
  await page.getByRole('columnheader', { name: 'Customer' }).getByRole('button').click()
  await page.getByRole('heading', { name: 'The orders could not be loaded' }).waitFor()
  await context.unroute('**/listOrders')
  await page.getByRole('button', { name: 'Try again' }).click()
  await rowsOf(page).first().waitFor()
  // The list from before stands there, dimmed, until the answer has come.
  await eventually(async () => expect(await firstIds(page)).not.toEqual(first))
  await page.goBack()
  await eventually(async () => expect(await firstIds(page)).toEqual(first))
})

it('offline it shows the last data and says so, and goes on when the connection is back', async () => {
  const { page, context } = await openList()
  const before = await firstIds(page)
  await context.setOffline(true)
  await page.getByText('You are offline. This is the last data that came').waitFor()
  expect(await firstIds(page)).toEqual(before)
  await context.setOffline(false)
  await page.getByText('You are offline.').waitFor({ state: 'detached' })
  await page.getByRole('searchbox').fill('an')
  await eventually(async () => expect(await firstIds(page)).not.toEqual(before))
})

it.each(['day', 'status'])('figures by %s that cannot be brought up to date stay and are told as older', async (by) => {
  const { page, context } = await tests.open('#/overview?range=all')
  await page.locator('.freshness[data-live="true"]').waitFor()
  // A run that comes meanwhile changes both.
  const expectPresent = (): Promise<void> =>
    eventually(async () => {
      const all = await allOrders(tests.local.client)
      const [usual] = currenciesOf(all)
      const rows = all.filter(({ currency }) => currency === usual)
      await expectFiguresNow(page, rows, 'day')
    })
  await expectPresent()
  await context.route('**/orderStats', (route) =>
    route.request().postData()?.includes(`"by":"${by}"`) === true ? refuse(route) : route.continue(),
  )
  await tests.local.shop.place(1)
  const banner = page.getByRole('alert').filter({ hasText: 'The figures below are older.' })
  await banner.waitFor()
  await context.unroute('**/orderStats')
  await banner.getByRole('button', { name: 'Try again' }).click()
  await expectPresent()
  await banner.waitFor({ state: 'detached' })
})
