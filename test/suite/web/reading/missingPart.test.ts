import type { BrowserContext, Page, Route } from 'playwright-core'
import { expect, it } from 'vitest'

import { noProblems, pageOrigin, type Problems } from '../../../../tools/browser/browser.ts'
import { eventually, rowsOf } from '../../../harness/ordersPage.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

/* Parts of the page that come when they are needed, and do not come: after a deploy they have other names; or there is no network. */

const tests = sharedShopInBrowser()

const panelTitle = 'This part of the page could not be loaded'

interface Opened {
  readonly page: Page
  readonly context: BrowserContext
  /** How often the page was loaded since the list was there. */
  readonly loads: () => number
}

/** The list, with all that the page loads by itself. */
async function openList(): Promise<Opened & { readonly problems: Problems }> {
  const opened = await tests.open('#/orders')
  const { page } = opened
  await rowsOf(page).first().waitFor()
  await page.locator('.freshness[data-live="true"]').waitFor()
  let loads = 0
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) loads += 1
  })
  return { ...opened, loads: () => loads }
}

/** Answers for a part's script as Hosting does where it has none, while `isGone`; returns the types of the requests for it. */
async function takeAway(page: Page, part: string, isGone: () => boolean): Promise<readonly string[]> {
  const asked: string[] = []
  await page.route(`**/assets/${part}-*.js`, async (route: Route) => {
    asked.push(route.request().resourceType())
    await (isGone() ? route.fulfill({ status: 404, contentType: 'text/html', body: 'Not found' }) : route.continue())
  })
  return asked
}

function panelOf(page: Page) {
  return page.getByRole('alert').filter({ hasText: panelTitle })
}

function linkTo(page: Page, view: string) {
  return page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: new RegExp(`^${view}`) })
}

const chart = (page: Page) => page.getByRole('img', { name: /^Revenue and orders per / })

/** Beside what the browser itself notes of a failed request, and React of an error that was shown. */
function exceptNoted(problems: Problems): Problems {
  return { ...problems, consoleErrors: [] }
}

/** Offline, Firestore's client asks Google whether there is a network at all; the page's policy refuses that. */
function exceptProbes({ outsideRequests, violations, ...rest }: Problems): Problems {
  return { ...rest, outsideRequests: outsideRequests.filter(isNoProbe), violations: violations.filter(isNoProbe) }
}

function isNoProbe(text: string): boolean {
  return !text.includes('https://www.google.com/images/cleardot.gif')
}

it('a part that another deploy has renamed comes with one reload, at the same address', async () => {
  const { page, loads, problems } = await openList()
  const asked = await takeAway(page, 'OverviewView', () => loads() === 0)
  await linkTo(page, 'Overview').click()
  await chart(page).waitFor()
  expect(loads()).toBe(1)
  expect(page.url()).toMatch(/#\/overview$/)
  // Between the two it is asked for past the browser's cache, which may hold the answer that it is gone.
  expect(asked).toContain('fetch')
  expect(await page.evaluate('sessionStorage.length')).toBe(0)
  expect(exceptNoted(problems)).toEqual(noProblems)
})

it('one that stays away is told, with all else in its place: Back works, and so does Reload later', async () => {
  const { page, loads, problems } = await openList()
  let isGone = true
  await takeAway(page, 'OverviewView', () => isGone)
  await linkTo(page, 'Overview').click()
  await panelOf(page).getByText('The server answers and does not have it').waitFor()
  expect(loads()).toBe(1)
  await page.getByRole('button', { name: 'Refresh' }).waitFor()
  await page.goBack()
  await rowsOf(page).first().waitFor()
  expect(await panelOf(page).count()).toBe(0)

  await linkTo(page, 'Overview').click()
  await panelOf(page).waitFor()
  expect(loads()).toBe(1)
  isGone = false
  await panelOf(page).getByRole('button', { name: 'Reload' }).click()
  await chart(page).waitFor()
  expect(loads()).toBe(2)
  expect(exceptNoted(problems)).toEqual(noProblems)
})

it('the list stays where the part that shows an order does not come', async () => {
  const { page, loads, problems } = await openList()
  await takeAway(page, 'OrderDrawer', () => true)
  await rowsOf(page).first().click()
  await panelOf(page).getByRole('button', { name: 'Reload' }).waitFor()
  expect(loads()).toBe(1)
  await rowsOf(page).first().waitFor()
  await page.goBack()
  await panelOf(page).waitFor({ state: 'detached' })
  expect(exceptNoted(problems)).toEqual(noProblems)
})

it('without a network the page waits, and goes on by itself when it is back', async () => {
  const { page, context, loads, problems } = await openList()
  await context.setOffline(true)
  await page.getByText('You are offline.').waitFor()
  await linkTo(page, 'Overview').click()
  await panelOf(page).getByText('comes by itself as soon as the connection is back').waitFor()
  await page.goBack()
  await rowsOf(page).first().waitFor()
  await linkTo(page, 'Overview').click()
  await panelOf(page).getByText('comes by itself').waitFor()
  expect(loads()).toBe(0)

  await context.setOffline(false)
  await chart(page).waitFor()
  expect(loads()).toBe(1)
  expect(await page.getByText('You are offline.').count()).toBe(0)
  expect(exceptProbes(exceptNoted(problems))).toEqual(noProblems)
})

it('a call that could not get through is made again as soon as another one does', async () => {
  const { page, problems } = await tests.open('no-such-file')
  const id = (await tests.client.listOrders({ limit: 1 })).orders[0]?.id ?? ''
  let isBroken = true
  await page.route('**/listOrders', (route) => (isBroken ? route.abort('connectionfailed') : route.continue()))
  await page.goto(`${pageOrigin()}/#/orders`)
  await page.getByRole('heading', { name: 'The orders could not be loaded' }).waitFor()
  isBroken = false
  await page.evaluate(`location.hash = '#/orders/' + encodeURIComponent(${JSON.stringify(id)})`)
  await page.getByRole('dialog').getByText('Timeline').waitFor()
  await eventually(async () => expect(await rowsOf(page).count()).toBeGreaterThan(0))
  expect(exceptNoted(problems)).toEqual(noProblems)
})

it('Hosting says of a script that is gone that it is not found, and does not answer with the page', async () => {
  const answer = await fetch(`${pageOrigin()}/assets/OverviewView-gone.js`)
  expect(answer.status).toBe(404)
  expect(await answer.text()).not.toContain('id="root"')
})
