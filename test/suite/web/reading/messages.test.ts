import { expect, it } from 'vitest'

import { expectAccessibleInLightAndDark, expectNoSidewaysScrolling } from '../../../harness/axe.ts'
import { expectCoversNothing } from '../../../harness/covered.ts'
import { rowsOf } from '../../../harness/ordersPage.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

const tests = sharedShopInBrowser()

it.each([390, 820, 1_440])(
  'a message at %i px stands in a row of its own, covers nothing, and moves no row',
  async (width) => {
    const { page, context } = await tests.open('#/orders', {
      viewport: { width, height: 844 },
      reducedMotion: 'reduce',
    })
    await rowsOf(page).first().waitFor()
    await page.locator('.freshness[data-live="true"]').waitFor()
    await context.route('**/startSync', (route) =>
      route.fulfill({
        status: 429,
        headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' },
        json: { error: { status: 'RESOURCE_EXHAUSTED', message: 'That is too much at once.' } },
      }),
    )
    const before = await rowsOf(page).nth(2).boundingBox()
    if (width < 640) await page.getByRole('button', { name: 'Menu' }).click()
    await page.getByRole('button', { name: 'Refresh' }).click()
    const message = page.locator('.message')
    await message.waitFor()
    expect(await message.textContent()).toContain('That is too much at once.✕')
    expect(await rowsOf(page).nth(2).boundingBox()).toEqual(before)
    await page.locator('.popover').waitFor({ state: 'detached' })
    await expectCoversNothing(message)
    await expectNoSidewaysScrolling(page)
    await expectAccessibleInLightAndDark(page)
    await message.getByRole('button', { name: 'Close this message' }).click()
    await message.waitFor({ state: 'detached' })
  },
)
