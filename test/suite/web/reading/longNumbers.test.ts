import type { Locator } from 'playwright-core'
import { expect, it } from 'vitest'

import { noProblems, type OpenPage } from '../../../../tools/browser/browser.ts'
import { eventually, rowsOf } from '../../../harness/ordersPage.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

const tests = sharedShopInBrowser()

const long = 'MARKETPLACE-2026-11-0000576461413038785752-DE-1184'
const [start, end] = ['MAR', '-1184']
const at = 1

interface Answer {
  readonly result: { orderNumber?: string; orders?: { orderNumber: string }[] }
}

/** The list in a window so wide, in which the second order has a very long number. */
async function openList(width: number): Promise<OpenPage> {
  const opened = await tests.open('', {
    viewport: { width, height: 844 },
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  await opened.context.route(/\/(listOrders|getOrder)$/, async (route) => {
    const response = await route.fetch()
    const { result } = (await response.json()) as Answer // What a callable function answers.
    const order = result.orders?.[at] ?? result
    order.orderNumber = long
    await route.fulfill({ response, json: { result } })
  })
  await opened.page.reload()
  await linkIn(opened).waitFor()
  return opened
}

function linkIn({ page }: OpenPage): Locator {
  return rowsOf(page).nth(at).getByRole('link', { name: long, exact: true })
}

const widths = [390, 820, 1_440]

it.each(widths)(
  '%i px wide, a long number is cut in its middle and takes no more room than a usual one may',
  async (width) => {
    const opened = await openList(width)
    const { page, problems } = opened
    const link = linkIn(opened)
    const [shown, row] = [await link.boundingBox(), await rowsOf(page).nth(at).boundingBox()]
    expect(shown?.width).toBeLessThan(width < 640 ? 200 : 140)
    expect(shown?.height).toBeLessThan(30)
    // Both ends are within the link's own box.
    const parts = link.locator('[aria-hidden="true"]')
    const texts = await parts.allTextContents()
    expect(texts.join('')).toBe(long)
    expect(texts[0]?.startsWith(start)).toBe(true)
    expect(texts[1]).toBe(end)
    const last = await parts.nth(1).boundingBox()
    expect(last?.width).toBeGreaterThan(20)
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual((shown?.x ?? 0) + (shown?.width ?? 0) + 1)
    expect(shown?.x).toBeGreaterThanOrEqual(row?.x ?? 0)
    const total = await rowsOf(page)
      .nth(at)
      .getByText(/\d\.\d\d$/)
      .boundingBox()
    expect((total?.x ?? 0) + (total?.width ?? 0)).toBeLessThanOrEqual(width)
    expect(problems).toEqual(noProblems)
  },
)

it.each(widths)('%i px wide, the whole number is shown to who asks, and is what is copied', async (width) => {
  const opened = await openList(width)
  const { page, problems } = opened
  const link = linkIn(opened)
  expect(await link.locator('[title]').getAttribute('title')).toBe(long)
  await page.evaluate(`getSelection().selectAllChildren(document.querySelectorAll('.row-link')[${at}])`)
  await page.keyboard.press('Control+C')
  await eventually(async () => expect(await page.evaluate('navigator.clipboard.readText()')).toBe(long))
  await page.evaluate('getSelection().removeAllRanges()')

  for (const key of ['j', 'j']) await page.keyboard.press(key)
  const whole = (): Promise<string> =>
    link
      .locator('.middle-cut')
      .evaluate((cut): string => cut.ownerDocument.defaultView.getComputedStyle(cut, '::after').content)
  await eventually(async () => expect(await whole()).toContain(long))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: `Order ${long}` }).waitFor()
  expect(problems).toEqual(noProblems)
})
