import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'

import { noProblems, type OpenPage } from '../../../../tools/browser/browser.ts'
import { expectNoSidewaysScrolling } from '../../../harness/axe.ts'
import { eventually, rowsOf, shownIds } from '../../../harness/ordersPage.ts'
import { hasFocus, tabTo } from '../../../harness/panels.ts'
import { expectCards, phone, shortCards } from '../../../harness/phonePage.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

const tests = sharedShopInBrowser()

const short = `#/orders?limit=${shortCards}`

function openPhone(at = short): Promise<OpenPage> {
  return tests.open(at, phone)
}

/** The list as screen readers know it. */
function listOf(page: Page): Locator {
  return page.getByRole('list', { name: 'Orders', exact: true })
}

/** "on_hold" as "On hold". */
function statusOf(status: string): string {
  return `${status.charAt(0).toUpperCase()}${status.slice(1).replace('_', ' ')}`
}

/** 1234 as "$12.34". */
function money(minor: number, currency: string): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency })
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

async function topAndHeight(target: Locator): Promise<{ top: number; height: number }> {
  const box = await target.boundingBox()
  return { top: box?.y ?? Number.NaN, height: box?.height ?? Number.NaN }
}

describe('the list', () => {
  it('is one of cards, the first of them in the upper half, each with what an admin looks for', async () => {
    const { page, problems } = await openPhone()
    const { orders, total } = await expectCards(page, tests.client, {})
    expect(await page.getByRole('table').count()).toBe(0)
    const cards = listOf(page).getByRole('listitem')
    expect(await cards.count()).toBe(orders.length)
    const texts = await cards.allTextContents()
    const time = new Intl.DateTimeFormat('en-US', {
      dateStyle: 'medium',
      timeStyle: 'short',
      timeZone: 'UTC',
    })
    for (const [i, order] of orders.entries()) {
      for (const part of [
        order.orderNumber,
        statusOf(order.status),
        order.customer.name ?? order.customer.email ?? '–',
        money(order.total, order.currency),
        time.format(new Date(order.createdAt)),
      ]) {
        expect(texts[i]).toContain(part)
      }
    }
    expect(await cards.nth(3).getAttribute('aria-posinset')).toBe('4')
    expect(await cards.nth(3).getAttribute('aria-setsize')).toBe(String(total))
    expect((await topAndHeight(cards.first())).top).toBeLessThan(0.45 * phone.viewport.height)
    await expectNoSidewaysScrolling(page)
    expect(problems).toEqual(noProblems)
  })

  it('opens an order by a tap anywhere on its card, and by keys', async () => {
    const { page, problems } = await openPhone()
    await rowsOf(page).first().waitFor()
    const ids = await shownIds(page)
    const dialog = page.getByRole('dialog')
    const expectOpened = async (index: number): Promise<void> => {
      await dialog.getByText('Timeline').waitFor()
      expect(page.url()).toContain(`#/orders/${encodeURIComponent(ids[index] ?? '')}`)
      await expectNoSidewaysScrolling(page)
    }
    const close = async (): Promise<void> => {
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'detached' })
    }
    const { width = 0, height = 0 } = (await rowsOf(page).nth(2).boundingBox()) ?? {}
    await rowsOf(page)
      .nth(2)
      .click({ position: { x: width - 4, y: height - 4 } })
    await expectOpened(2)
    await close()

    await page.reload()
    const link = (index: number): Locator => rowsOf(page).nth(index).getByRole('link')
    await tabTo(page, link(0))
    await page.keyboard.press('Tab')
    expect(await hasFocus(link(1))).toBe(true)
    await page.keyboard.press('Enter')
    await expectOpened(1)
    await close()

    const press = async (key: string, index: number): Promise<void> => {
      await page.keyboard.press(key)
      await eventually(async () => expect(await hasFocus(link(index))).toBe(true))
    }
    await press('j', 2)
    await press('j', 3)
    await press('k', 2)
    await page.keyboard.press('Enter')
    await expectOpened(2)
    await page.keyboard.press('j')
    await eventually(() => expectOpened(3))
    expect(problems).toEqual(noProblems)
  })

  it('draws of 200 cards only those in sight', async () => {
    const { page, problems } = await openPhone('#/orders?limit=200')
    await rowsOf(page).first().waitFor()
    const drawn = await rowsOf(page).count()
    expect(drawn).toBeGreaterThan(8)
    expect(drawn).toBeLessThan(50)
    await page.evaluate(`document.querySelector('.card-scroller').scrollTo(0, 1e6)`)
    const { orders } = await tests.client.listOrders({ limit: 200 })
    await eventually(async () => expect((await shownIds(page)).at(-1)).toBe(orders.at(-1)?.id))
    expect(await rowsOf(page).last().getAttribute('aria-posinset')).toBe('200')
    expect(problems).toEqual(noProblems)
  })

  it('turns pages', async () => {
    const { page, problems } = await openPhone()
    const first = await expectCards(page, tests.client, {})
    await page.getByRole('button', { name: 'Next' }).click()
    await expectCards(page, tests.client, { cursor: first.nextCursor ?? '' })
    expect(await page.locator('.pager-place').textContent()).toMatch(/^21–40 of /)
    await page.getByRole('button', { name: 'Previous' }).click()
    await expectCards(page, tests.client, {})
    const tops = await page.locator('.pager > *, .pager .button').evaluateAll((parts) =>
      parts.map((part): number => {
        const { top, bottom } = part.getBoundingClientRect()
        return (top + bottom) / 2
      }),
    )
    expect(Math.max(...tops) - Math.min(...tops), 'the pager is one row').toBeLessThan(4)
    expect(problems).toEqual(noProblems)
  })

  it('has its shape while it is on its way, and is dimmed while another one is', async () => {
    const { page, context, problems } = await openPhone()
    await rowsOf(page).first().waitFor()
    let gate = Promise.withResolvers<void>()
    await context.route('**/listOrders', async (route) => {
      await gate.promise
      await route.continue()
    })
    await page.reload()
    const skeleton = page.locator('.skeleton-card')
    await skeleton.first().waitFor()
    const shapes = [await topAndHeight(skeleton.first()), await topAndHeight(skeleton.nth(1))]
    gate.resolve()
    await rowsOf(page).first().waitFor()
    expect([await topAndHeight(rowsOf(page).first()), await topAndHeight(rowsOf(page).nth(1))]).toEqual(shapes)
    expect(await skeleton.count()).toBe(0)

    const before = await shownIds(page)
    gate = Promise.withResolvers<void>()
    await page.getByRole('searchbox').fill('an')
    const isBusy = (): Promise<string | null> => listOf(page).getAttribute('aria-busy')
    await eventually(async () => expect(await isBusy()).toBe('true'))
    const opacity = await listOf(page).evaluate(
      (list): string => list.ownerDocument.defaultView.getComputedStyle(list).opacity,
    )
    expect(opacity).toBe('0.6')
    expect(await shownIds(page)).toEqual(before)
    gate.resolve()
    await eventually(async () => expect(await isBusy()).toBe('false'))
    expect(await shownIds(page)).not.toEqual(before)
    expect(problems).toEqual(noProblems)
  })
})
