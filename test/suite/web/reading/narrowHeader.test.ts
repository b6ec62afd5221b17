import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'

import { noProblems } from '../../../../tools/browser/browser.ts'
import { expectNoSidewaysScrolling } from '../../../harness/axe.ts'
import { eventually, rowsOf } from '../../../harness/ordersPage.ts'
import { hasFocus } from '../../../harness/panels.ts'
import { phone } from '../../../harness/phonePage.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

/* What a window that is no wide one has room for. */

const tests = sharedShopInBrowser()

interface Box {
  readonly x: number
  readonly width: number
}

/** Where a box ends on the right. */
function rightOf(box: Box | null): number {
  return box === null ? Number.NaN : box.x + box.width
}

function headerOf(page: Page): Locator {
  return page.getByRole('banner')
}

/** Opens the menu in the header and returns it. */
async function openMenu(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Menu' }).click()
  const menu = page.getByRole('dialog', { name: 'Menu' })
  await menu.waitFor()
  return menu
}

describe('the header', () => {
  it.each([320, 390, 820, 1099])('is one row %i px wide, and nothing makes the page wider', async (width) => {
    const { page, problems } = await tests.open('', { viewport: { width, height: 844 } })
    for (const view of ['Orders', 'Overview', 'Sync']) {
      await headerOf(page).getByRole('link', { name: view, exact: true }).click()
      await page.locator('[data-id], .panel').first().waitFor()
      await page.locator('.freshness[data-live="true"]').waitFor()
      expect((await headerOf(page).boundingBox())?.height).toBeLessThan(60)
      await expectNoSidewaysScrolling(page)
    }
    expect(await headerOf(page).evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true)
    // On the narrowest screens the dot alone is seen.
    if (width > 320) {
      const age = page.locator('.freshness-age')
      expect(await age.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true)
    }
    expect(problems).toEqual(noProblems)
  })

  it('has the rest in a menu: how fresh all is, a full resync, colours, help and the way out', async () => {
    const { page, problems } = await tests.open('', phone)
    await rowsOf(page).first().waitFor()
    let menu = await openMenu(page)
    await menu.getByText(/as of/).waitFor()
    await menu.getByRole('button', { name: 'Refresh' }).waitFor()
    await menu.getByRole('button', { name: 'Full resync …' }).click()
    const question = page.getByRole('alertdialog')
    await question.waitFor()
    await menu.waitFor({ state: 'detached' })
    await eventually(async () => expect(await question.locator(':focus').count()).toBe(1))
    await question.getByRole('button', { name: 'Cancel' }).click()
    await question.waitFor({ state: 'detached' })

    menu = await openMenu(page)
    await menu.getByRole('button', { name: 'Keyboard shortcuts' }).click()
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })

    menu = await openMenu(page)
    await page.keyboard.press('Escape')
    await menu.waitFor({ state: 'detached' })
    await eventually(async () => expect(await hasFocus(page.getByRole('button', { name: 'Menu' }))).toBe(true))
    menu = await openMenu(page)
    await menu.getByRole('button', { name: 'Sign out' }).click()
    await page.getByLabel('Password').waitFor()
    expect(problems).toEqual(noProblems)
  })
})

it('on a tablet the table shows what an order costs without scrolling', async () => {
  const { page, problems } = await tests.open('', { viewport: { width: 820, height: 1_180 } })
  await rowsOf(page).first().waitFor()
  const scroller = await page.locator('.table-scroller').boundingBox()
  const total = await page.getByRole('columnheader', { name: 'Total' }).boundingBox()
  expect(rightOf(total)).toBeLessThanOrEqual(rightOf(scroller))
  expect(problems).toEqual(noProblems)
})
