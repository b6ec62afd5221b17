import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'

import { adminFirestore } from '../../../cli/firebaseAdmin.ts'
import { localProject } from '../../../cli/paths.ts'
import { noProblems, type PageOptions } from '../../../tools/browser/browser.ts'
import { expectAccessibleInLightAndDark, expectNoSidewaysScrolling } from '../../harness/axe.ts'
import { eventually, rowsOf } from '../../harness/ordersPage.ts'
import { phone } from '../../harness/phonePage.ts'
import { shopInBrowser } from '../../harness/shopInBrowser.ts'

const tests = shopInBrowser({ orders: 120 })
const large = 'order-with-120-items'
const id = `firestore:${large}`
const items = Array.from({ length: 120 }, (_, i) => ({
  sku: `SKU-${i + 1}`,
  name: `Item number ${i + 1}`,
  quantity: (i % 3) + 1,
  price: 1.25,
}))

beforeAll(async () => {
  const now = Date.now()
  const orders = adminFirestore(localProject).collection('orders')
  await orders.doc(large).set({
    orderId: '#120-items',
    status: 'PENDING',
    currency: 'USD',
    timestamp: now,
    updatedAt: now,
    totalAmount: 300,
    items,
    customer: { name: 'Ann Example', email: 'ann@example.com' },
    shippingAddress: { line1: 'Main Street 1', city: 'Springfield', postalCode: '12345', country: 'US' },
  })
  await eventually(() => tests.local.client.getOrder(id))
}, 120_000)

const sheetsSchema = z.object({ rows: z.array(z.array(z.string())), headers: z.array(z.string()), text: z.string() })
type Sheets = z.infer<typeof sheetsSchema>

/** Reads what the browser is about to lay out on paper. */
const reading = `(() => {
  const printout = document.querySelector('.printout')
  const table = printout?.querySelector('table')
  const cells = (row) => [...row.cells].map((cell) => cell.innerText.trim())
  return {
    headers: table ? cells(table.tHead.rows[0]) : [],
    rows: table ? [...table.tBodies[0].rows].map(cells) : [],
    text: printout?.innerText ?? '',
  }
})()`

/** Prints as the browser's own command does. Returns what was there before the layout, and the number of sheets. */
async function print(page: Page): Promise<Sheets & { sheets: number }> {
  await page.evaluate(`addEventListener('beforeprint', () => { window.printed = ${reading} }, { once: true })`)
  const pdf = await page.pdf({ format: 'A4' })
  const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0
  return { ...sheetsSchema.parse(await page.evaluate('window.printed')), sheets }
}

/** Opens a page whose window.print() notes what it would print: a browser without a window prints nothing. */
async function openPrinting(at: string, look: PageOptions = {}) {
  const opened = await tests.open(at, { reducedMotion: 'reduce', ...look })
  await opened.page.evaluate(`window.print = () => {
    dispatchEvent(new Event('beforeprint'))
    window.printed = ${reading}
    dispatchEvent(new Event('afterprint'))
  }`)
  return opened
}

async function openLargeOrder(look: PageOptions = {}) {
  const opened = await openPrinting(`#/orders/${encodeURIComponent(id)}`, look)
  await opened.page.getByRole('dialog').getByText('Timeline').waitFor()
  return opened
}

async function expectNothingToPress(page: Page): Promise<void> {
  const controls = page.locator('button:visible, input:visible, select:visible, nav:visible')
  await eventually(async () => expect(await controls.count()).toBe(0))
}

describe('the list', () => {
  it.each([
    ['a wide screen', {}],
    ['a phone', phone],
  ])('prints from %s all rows of its page with its columns, and no button', async (_name, look) => {
    const { page, problems } = await tests.open('#/orders?limit=100', look)
    await rowsOf(page).first().waitFor()
    expect(await rowsOf(page).count(), 'only those in sight are drawn').toBeLessThan(100)
    const { orders } = await tests.local.client.listOrders({ limit: 100 })
    const { rows, headers, text, sheets } = await print(page)
    expect(rows.map(([number]) => number)).toEqual(orders.map(({ orderNumber }) => orderNumber))
    expect(headers).toEqual(['Order', 'Status', 'Customer', 'Total', 'Items', 'Placed', 'Changed'])
    expect(text).toContain('1–100 of 121')
    expect(sheets).toBeGreaterThan(2)
    // All that stood for the paper is gone, and the list is where it was.
    await eventually(async () => expect(await page.locator('.printout').count()).toBe(0))
    expect(await rowsOf(page).count()).toBeGreaterThan(0)

    await page.emulateMedia({ media: 'print' })
    const table = page.locator('.printout table')
    await table.waitFor()
    await expectNothingToPress(page)
    expect(await page.evaluate(`getComputedStyle(document.querySelector('.printout thead')).display`)).toBe(
      'table-header-group',
    )
    expect(problems).toEqual(noProblems)
  })

  it('is as wide as a sheet, whatever columns it has', async () => {
    const { page } = await tests.open('#/orders?limit=25')
    await rowsOf(page).first().waitFor()
    await page.getByRole('button', { name: /^Columns/ }).click()
    for (const box of await page.getByRole('dialog', { name: 'Columns' }).getByRole('checkbox').all()) await box.check()
    await page.keyboard.press('Escape')
    // An A4 sheet within its margins.
    await page.setViewportSize({ width: 718, height: 1_000 })
    await page.emulateMedia({ media: 'print' })
    await page.locator('.printout table').waitFor()
    expect(await page.locator('.printout thead th').count()).toBe(10)
    await expectNoSidewaysScrolling(page)
  })
})

describe('an order', () => {
  it('of 120 items prints all of them, its amounts and no list', async () => {
    const { page, problems } = await openLargeOrder()
    const order = await tests.local.client.getOrder(id)
    expect(order.lineItems).toHaveLength(120)
    const { rows, headers, text, sheets } = await print(page)
    expect(headers).toEqual(['Item', 'SKU', 'Quantity', 'Price', 'Total'])
    expect(rows).toEqual(
      items.map(({ name, sku, quantity, price }) => [
        name,
        sku,
        String(quantity),
        `$${price.toFixed(2)}`,
        `$${(price * quantity).toFixed(2)}`,
      ]),
    )
    for (const part of ['Order #120-items', 'Ann Example', 'ann@example.com', 'Main Street 1', '$300.00', '240 pieces'])
      expect(text).toContain(part)
    expect(sheets).toBeGreaterThan(2)
    await page.emulateMedia({ media: 'print' })
    await page.locator('.printout table').first().waitFor()
    await expectNothingToPress(page)
    expect(problems).toEqual(noProblems)
  })

  it('prints as a packing slip without an amount, and as an order again after that', async () => {
    const { page, problems } = await openLargeOrder()
    await page.getByRole('button', { name: 'Print' }).click()
    await page.getByRole('button', { name: 'A packing slip' }).click()
    await page.getByRole('dialog', { name: 'Print' }).waitFor({ state: 'detached' })
    const slip = sheetsSchema.parse(await page.evaluate('window.printed'))
    expect(slip.headers).toEqual(['Packed', 'Quantity', 'SKU', 'Item'])
    expect(slip.rows).toEqual(items.map(({ name, sku, quantity }) => ['☐', String(quantity), sku, name]))
    expect(slip.text).toContain('Packing slip for order #120-items')
    expect(slip.text).toContain('Main Street 1')
    expect(slip.text).not.toMatch(/[$€£]|\d\.\d\d|total/i)
    expect(slip.text).not.toContain('ann@example.com')

    expect((await print(page)).text).toContain('$300.00')
    await page.getByRole('button', { name: 'Print' }).click()
    await page.getByRole('button', { name: 'The order', exact: true }).click()
    expect(sheetsSchema.parse(await page.evaluate('window.printed')).text).toContain('$300.00')
    expect(problems).toEqual(noProblems)
  })

  it.each([390, 820, 1_440])('everybody can use the choice of what to print, %i px wide', async (width) => {
    const { page, problems } = await openLargeOrder({ viewport: { ...phone.viewport, width } })
    await page.getByRole('button', { name: 'Print' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Print' }).waitFor()
    await expectAccessibleInLightAndDark(page)
    await expectNoSidewaysScrolling(page)
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: 'Print' }).waitFor({ state: 'detached' })
    // The order stays open.
    expect(await page.getByRole('dialog').count()).toBe(1)
    expect(problems).toEqual(noProblems)
  })
})
