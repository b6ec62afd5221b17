import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'

import { noProblems } from '../../../../tools/browser/browser.ts'
import { expectNoSidewaysScrolling } from '../../../harness/axe.ts'
import { eventually, rowsOf } from '../../../harness/ordersPage.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

/* Readers who need larger text ask their browser for it. */

const tests = sharedShopInBrowser()

/** Of the parts that hold words, those whose words stand out of them or are cut off, which no ellipsis says. */
const clipped = `(() => {
  const hidden = (one) => one.closest('.visually-hidden') !== null
  const parts = document.querySelectorAll('.chip, .attention-badge, .button, .list-card, .message, .banner, tr[data-id] td, nav a, .tag')
  const found = []
  for (const part of parts) {
    const box = part.getBoundingClientRect()
    if (box.width === 0) continue
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT)
    for (let text = texts.nextNode(); text !== null; text = texts.nextNode()) {
      if (hidden(text.parentElement) || text.textContent.trim() === '') continue
      const range = document.createRange()
      range.selectNodeContents(text)
      const { top, bottom, height } = range.getBoundingClientRect()
      // Of a line's height a part stands above and below the letters.
      if (height > 0 && (top < box.top - 3 || bottom > box.bottom + 3)) found.push(part.outerHTML.slice(0, 150))
    }
  }
  for (const line of document.querySelectorAll('.card-line')) {
    const boxes = [...line.children].filter((one) => !hidden(one)).map((one) => one.getBoundingClientRect())
    boxes.forEach((a, i) =>
      boxes.slice(i + 1).forEach((b) => {
        const [width, height] = [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)]
        if (width > 1 && height > 1) found.push('upon each other: ' + line.textContent)
      }),
    )
    for (const text of line.querySelectorAll('.card-text')) if (text.scrollWidth > text.clientWidth) found.push('cut: ' + text.textContent)
  }
  const cards = [...document.querySelectorAll('[data-id]')].map((one) => one.getBoundingClientRect())
  cards.slice(1).forEach(({ top }, i) => {
    if (top < cards[i].bottom - 1) found.push('row ' + i + ' under the next one')
  })
  return found
})()`

const doublings = {
  'set in the browser': async (page: Page): Promise<void> => {
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } })
  },
  'zoomed alone': async (page: Page): Promise<void> => {
    await page.evaluate(`document.documentElement.style.fontSize = '28px'`)
  },
}
const heightOfChip = async (page: Page): Promise<number> =>
  (await page.locator('[data-id] .chip').first().boundingBox())?.height ?? Number.NaN

it.each(
  Object.entries(doublings).flatMap(([name, double]) => [390, 820, 1_440].map((width) => ({ name, double, width }))),
)('text of twice the size, $name, clips nothing at $width px', async ({ double, width }) => {
  const { page, problems } = await tests.open('#/orders?limit=200', {
    viewport: { width, height: 1_000 },
    reducedMotion: 'reduce',
  })
  await rowsOf(page).first().waitFor()
  const usual = await heightOfChip(page)
  await double(page)
  await eventually(async () => expect(await heightOfChip(page)).toBeGreaterThan(1.7 * usual))
  await eventually(async () => expect(await page.evaluate(clipped)).toEqual([]))
  // All rows are reached all the same.
  const last = (await tests.client.listOrders({ limit: 200 })).orders.at(-1)?.id ?? ''
  await eventually(async () => {
    await page.evaluate(`document.querySelector('.table-scroller, .card-scroller').scrollTo(0, 1e6)`)
    expect(await page.locator(`[data-id="${last}"]`).count()).toBe(1)
  })
  expect(await page.evaluate(clipped)).toEqual([])
  await expectNoSidewaysScrolling(page)
  expect(problems).toEqual(noProblems)
})
