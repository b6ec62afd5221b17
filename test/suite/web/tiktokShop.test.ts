import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'

import { noProblems, openBrowser, openPage, type OpenPage, type PageOptions } from '../../../tools/browser/browser.ts'
import { placeOrder } from '../../../tools/fakes/tiktokShop/sampleShop.ts'
import { orderStatusData } from '../../../tools/fakes/tiktokShop/webhooks.ts'
import { localAdmin } from '../../../tools/local/admin.ts'
import type { VendorShop } from '../../../tools/local/tiktokShop/trade.ts'
import { expectAccessibleInLightAndDark, expectNoSidewaysScrolling } from '../../harness/axe.ts'
import { openVendorShops, type LocalVendorShops } from '../../harness/localVendor.ts'
import { eventually, expectList, rowsOf } from '../../harness/ordersPage.ts'

/* The shop in Firestore beside one at the stand-in for TikTok Shop, as `npm start -- --source firestore,tiktokShop` shows them. */

const orders = { firestore: 30, tiktokShop: 40 }
let shops: LocalVendorShops
let trading: VendorShop
let browser: Browser

beforeAll(async () => {
  shops = await openVendorShops(orders)
  const [first] = shops.vendor.shops
  if (first === undefined) throw new Error('The vendor has a shop.')
  trading = first
  browser = await openBrowser()
}, 180_000)
afterAll(async () => {
  await browser.close()
  await shops.close()
}, 60_000)

async function open(at: string, options: PageOptions = {}): Promise<OpenPage> {
  const opened = await openPage(browser, { signedInAs: localAdmin, reducedMotion: 'reduce', at, ...options })
  onTestFinished(() => opened.close())
  return opened
}

/** The vendor tells that an order is another now. */
async function tell(id: string): Promise<void> {
  const order = trading.shop.orders.get(id)
  if (order === undefined) throw new Error('The order is there.')
  const webhook = { type: 1, shopId: trading.shop.id, data: orderStatusData(order) }
  expect(await shops.vendor.fake.sendWebhook(webhook)).toBe(200)
}

const rowOf = (page: Page, id: string): Locator => rowsOf(page).and(page.locator(`[data-id="tiktokShop:${id}"]`))
const accountsOf = (page: Page): Locator => page.getByRole('region', { name: 'Accounts', exact: true })

it('lists the orders of both sources, and tells them apart', async () => {
  const { page, problems } = await open('#/orders?limit=25')
  const { total } = await expectList(page, shops.client, {})
  expect(total).toBe(orders.firestore + orders.tiktokShop)
  await page.goto(`${page.url().split('#')[0]}#/orders?limit=25&source=tiktokShop`)
  const { total: copied } = await expectList(page, shops.client, { filter: { source: ['tiktokShop'] } })
  expect(copied).toBe(orders.tiktokShop)
  expect(problems).toEqual(noProblems)
})

it('shows by a webhook what happens at the vendor: a new order, and one that moves on', async () => {
  const { page, problems } = await open('#/orders?limit=25')
  await expectList(page, shops.client, {})
  const id = placeOrder(trading.shop, trading.filling, Date.now())
  await tell(id)
  await page.getByRole('button', { name: '1 new order – show' }).click()
  await rowOf(page, id).getByText('Pending').waitFor()
  const order = trading.shop.orders.get(id)
  if (order === undefined) throw new Error('The order was placed.')
  trading.shop.orders.put({ ...order, status: 'IN_TRANSIT', update_time: order.update_time + 1 })
  await tell(id)
  await rowOf(page, id).getByText('Shipped').waitFor()
  expect(problems).toEqual(noProblems)
})

it('shows the account, whose it is, and until when it may be read', async () => {
  const { page, problems } = await open('#/sync', { viewport: { width: 390, height: 844 } })
  const account = accountsOf(page).getByRole('listitem')
  await account.getByRole('heading', { name: 'Lakeside Supply' }).waitFor()
  const text = (await account.textContent()) ?? ''
  for (const part of ['Connected', 'TikTok Shop', trading.shop.id, 'Authorized until']) expect(text).toContain(part)
  const { endsAt } = (await shops.client.getSyncStatus()).accounts?.[0] ?? {}
  expect(await account.locator('time').first().getAttribute('datetime')).toBe(endsAt)
  expect(await page.getByRole('region', { name: 'Needs attention' }).count()).toBe(0)
  await expectNoSidewaysScrolling(page)
  expect(problems).toEqual(noProblems)
})

it('says that an authorization was taken back, on every view and once, and how to get it anew', async () => {
  const { fake } = shops.vendor
  fake.authorizations.revoke(trading.shop.id)
  expect(await fake.sendWebhook({ type: 6, shopId: trading.shop.id, data: {} })).toBe(200)
  const { page, problems } = await open('#/orders')
  const strip = page.getByRole('region', { name: 'Needs attention' })
  await strip.getByText('The authorization of Lakeside Supply at TikTok Shop has ended').waitFor()
  expect(await strip.getByRole('listitem').count()).toBe(1)
  await strip.getByRole('link', { name: 'See the account' }).click()
  const account = accountsOf(page).getByRole('listitem')
  await account.getByText('Ended', { exact: true }).waitFor()
  await account.getByText('Its owner took the authorization back: nothing is copied from it.').waitFor()
  expect(await account.locator('code').textContent()).toBe('npm run connect -- tiktok')
  await page
    .getByRole('region', { name: `tiktokShop.${trading.shop.id}.orders` })
    .first()
    .getByText('Failing')
    .waitFor()
  await page.getByRole('region', { name: 'firestore.orders', exact: true }).getByText('Healthy').waitFor()
  await expectAccessibleInLightAndDark(page)
  expect(problems).toEqual(noProblems)
})

it('is connected again by a new authorization', async () => {
  await shops.vendor.connect()
  await eventually(async () => expect((await shops.client.getSyncStatus()).accounts?.[0]?.state).toBe('ok'))
})
