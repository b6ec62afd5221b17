import type { BrowserContext, Locator, Page, Route } from 'playwright-core'
import { expect, it, onTestFinished } from 'vitest'

import { adminAuth } from '../../../../cli/firebaseAdmin.ts'
import { localProject } from '../../../../cli/paths.ts'
import { openProfile, pageOrigin, type OpenPage } from '../../../../tools/browser/browser.ts'
import { localAdmin } from '../../../../tools/local/admin.ts'
import { expectAccessibleInLightAndDark, expectNoSidewaysScrolling } from '../../../harness/axe.ts'
import { eventually, rowsOf, shownIds } from '../../../harness/ordersPage.ts'
import { hasFocus } from '../../../harness/panels.ts'
import { phone } from '../../../harness/phonePage.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'
import { ownAdmin, signIn, type OwnAdmin } from '../../../harness/signIn.ts'

/*
 * Sessions that end while somebody works. The accounts are really disabled and lose their claims. The Functions emulator believes any
 * token, so it is the browser that refuses a call with one.
 */

const tests = sharedShopInBrowser()
const auth = () => adminAuth(localProject)

/** Refuses calls with a token, as the functions do with one that has expired, while `isRefused` says so. Returns how many were. */
async function refuseTokens(context: BrowserContext, isRefused: (name: string) => boolean): Promise<() => number> {
  let refused = 0
  await context.route(/:\d+\/[^/]+\/[^/]+\/\w+$/, async (route: Route) => {
    const request = route.request()
    const name = new URL(request.url()).pathname.split('/').at(-1) ?? ''
    if (request.method() !== 'POST' || !isRefused(name)) return route.fallback()
    refused += 1
    const error = { status: 'UNAUTHENTICATED', message: 'Sign in first.' }
    await route.fulfill({ status: 401, headers: { 'access-control-allow-origin': '*' }, json: { error } })
  })
  return () => refused
}

interface Ending extends OpenPage {
  readonly admin: OwnAdmin
  readonly dialog: Locator
  /** Disables the account, and refuses its calls from now on. */
  readonly end: () => Promise<void>
  /** Refuses calls no more. */
  readonly believe: () => void
  /** Takes both back, and signs in again. */
  readonly comeBack: () => Promise<void>
}

async function openEnding(name: string, at: string, look = {}): Promise<Ending> {
  const admin = await ownAdmin(name)
  const opened = await tests.open(at, { signedInAs: admin, reducedMotion: 'reduce', ...look })
  const { page, context } = opened
  let isOver = false
  await refuseTokens(context, () => isOver)
  await rowsOf(page).first().waitFor()
  await page.locator('.freshness[data-live="true"]').waitFor()
  await page.evaluate('window.isStillTheSame = true')
  const believe = (): void => {
    isOver = false
  }
  const dialog = page.getByRole('dialog', { name: 'Sign in again' })
  return {
    ...opened,
    admin,
    dialog,
    end: async () => {
      isOver = true
      await auth().updateUser(admin.uid, { disabled: true })
    },
    believe,
    comeBack: async () => {
      await auth().updateUser(admin.uid, { disabled: false })
      believe()
      await dialog.getByLabel('Password').fill(admin.password)
      await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
      await dialog.waitFor({ state: 'detached' })
    },
  }
}

const isSame = (page: Page): Promise<unknown> => page.evaluate('window.isStillTheSame')

it('a call that is refused for its token is made again with a new one, and nobody notices', async () => {
  const profile = await openProfile(tests.browser, { signedInAs: localAdmin })
  onTestFinished(() => profile.close())
  const { context } = profile
  const page = await context.newPage()
  const calls: string[] = []
  const refused = await refuseTokens(context, (name) => {
    calls.push(name)
    return name === 'listOrders' && calls.filter((made) => made === name).length === 1
  })
  await page.goto(pageOrigin())
  await rowsOf(page).first().waitFor()
  expect(refused()).toBe(1)
  expect(calls.filter((name) => name === 'listOrders')).toHaveLength(2)
  expect(await page.getByRole('alert').count()).toBe(0)
  expect(await page.getByRole('dialog').count()).toBe(0)
})

it('a session that ended asks to sign in again, and the search that it interrupted goes on at the same address', async () => {
  const { page, dialog, admin, end, comeBack } = await openEnding('searching', '#/orders?status=completed&limit=25')
  const before = await shownIds(page)
  const word = (await tests.client.getOrder(before[0] ?? '')).customer.email ?? ''
  await end()
  const search = page.getByRole('searchbox')
  await search.fill(word)
  await dialog.waitFor()
  expect(await dialog.getByLabel('E-mail').inputValue()).toBe(admin.email)
  await dialog.getByText(`The session of ${admin.email} has ended.`).waitFor()

  // Nothing of the orders is to be seen or reached.
  const covering = `[...document.querySelectorAll('dialog')].map((it) => getComputedStyle(it, '::backdrop').backgroundColor)[0]`
  expect(await page.evaluate(covering)).toMatch(/^rgb\(/)
  expect(await page.evaluate(`document.elementFromPoint(40, 300).tagName`)).toBe('DIALOG')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await dialog.waitFor()

  await comeBack()
  const answer = await tests.client.listOrders({ filter: { status: ['completed'], search: word }, limit: 25 })
  await eventually(async () => expect(await shownIds(page)).toEqual(answer.orders.map(({ id }) => id)))
  const { hash } = new URL(page.url())
  expect(Object.fromEntries(new URLSearchParams(hash.split('?')[1]))).toMatchObject({ status: 'completed', q: word })
  expect(await hasFocus(search)).toBe(true)
  await page.locator('.freshness[data-live="true"]').waitFor()
  expect(await page.getByText('no live updates').count()).toBe(0)
  expect(await isSame(page)).toBe(true)
})

it('an open order stays open, whatever is pressed meanwhile', async () => {
  const { page, dialog, end, comeBack } = await openEnding('reading', '#/orders?limit=25')
  const [first = '', second = ''] = await shownIds(page)
  await rowsOf(page).first().click()
  const order = page.getByRole('dialog').filter({ hasText: 'Timeline' })
  await order.waitFor()
  expect(decodeURIComponent(page.url())).toContain(first)
  await end()
  await order.getByRole('link', { name: 'Next order' }).click()
  await dialog.waitFor()
  await page.keyboard.press('Escape')
  await dialog.getByText('has ended').click()
  await comeBack()
  await order.waitFor()
  expect(decodeURIComponent(page.url())).toContain(second)
  expect(await isSame(page)).toBe(true)
})

it('another person who signs in begins anew, at the same address', async () => {
  const { page, dialog, end, believe } = await openEnding('leaving', '#/orders?status=completed&limit=25')
  const other = await ownAdmin('coming')
  await end()
  await page.getByRole('searchbox').fill('nobodyiscalledthis')
  await dialog.waitFor()
  await signIn(dialog, { ...other, password: 'wrong' })
  await dialog.getByRole('alert').waitFor()
  let asked = 0
  await page.context().route('**/listOrders', (route) => {
    asked += route.request().method() === 'POST' ? 1 : 0
    return route.continue()
  })
  believe()
  await signIn(dialog, other)
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('heading', { name: 'No order matches' }).waitFor()
  // By the new one's list alone.
  expect(asked).toBe(1)
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('dialog', { name: 'Menu' }).getByText(other.email).waitFor()
})

it('who signs out in one tab has signed out in all, and nothing waits for them', async () => {
  const { page, context } = await openEnding('twotabs', '#/orders?limit=25')
  const other = await context.newPage()
  await other.goto(page.url())
  await rowsOf(other).first().waitFor()
  await other.getByRole('button', { name: 'Menu' }).click()
  await other.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor()
  expect(await rowsOf(page).count()).toBe(0)
})

it('who is no admin any more sees no order, and is back at the same address with the claim', async () => {
  const { page, admin, context } = await openEnding('demoted', '#/orders?status=completed&limit=25')
  let isFirst = true
  await refuseTokens(context, () => {
    const was = isFirst
    isFirst = false
    return was
  })
  await auth().setCustomUserClaims(admin.uid, {})
  await page.getByRole('searchbox').fill('nobodyiscalledthis')
  await page.getByRole('heading', { name: 'This account is no admin' }).waitFor()
  expect(await rowsOf(page).count()).toBe(0)
  await auth().setCustomUserClaims(admin.uid, { admin: true })
  await page.getByRole('button', { name: 'Look again' }).click()
  await page.getByRole('heading', { name: 'No order matches' }).waitFor()
  expect(page.url()).toContain('status=completed')
})

it.each([390, 820, 1_440])('everybody can use the form to sign in again, %i px wide', async (width) => {
  const viewport = { ...phone.viewport, width }
  const { page, dialog, end } = await openEnding(`accessible-${width}`, '#/orders', { viewport })
  await end()
  await page.getByRole('searchbox').fill('a')
  await dialog.waitFor()
  await expectAccessibleInLightAndDark(page)
  await expectNoSidewaysScrolling(page)
})
