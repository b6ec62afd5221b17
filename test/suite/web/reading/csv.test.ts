import { buffer } from 'node:stream/consumers'

import { parse } from 'csv-parse/sync'
import { expect, it } from 'vitest'

import type { ListOrdersRequest, OrderRow } from '../../../../functions/src/contract/api.ts'
import { noProblems } from '../../../../tools/browser/browser.ts'
import { exportCsv, rowsOf } from '../../../harness/ordersPage.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

const tests = sharedShopInBrowser()

/** Every row of a list, page by page. */
async function allRows(request: ListOrdersRequest): Promise<OrderRow[]> {
  const rows: OrderRow[] = []
  let cursor: string | null = null
  do {
    const page = await tests.client.listOrders({ ...request, limit: 200, ...(cursor !== null && { cursor }) })
    rows.push(...page.orders)
    cursor = page.nextCursor
  } while (cursor !== null)
  return rows
}

it('the file that is saved holds the orders of the list, all of them and in its order', async () => {
  const { page, problems } = await tests.open('#/orders?status=completed,delivered&sort=customer%3Aasc')
  await rowsOf(page).first().waitFor()
  const downloading = page.waitForEvent('download')
  await exportCsv(page)
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/^orders-\d{4}-\d\d-\d\d\.csv$/)
  const file = (await buffer(await download.createReadStream())).toString('utf8')
  expect(file.charCodeAt(0)).toBe(0xfeff)
  const records: Record<string, string>[] = parse(file, { bom: true, columns: true })
  const rows = await allRows({
    filter: { status: ['completed', 'delivered'] },
    sort: { field: 'customer', direction: 'asc' },
  })
  expect(rows.length).toBeGreaterThan(100)
  expect(records.map(({ id, status, customerEmail }) => ({ id, status, customerEmail }))).toEqual(
    rows.map(({ id, status, customer }) => ({ id, status, customerEmail: customer.email })),
  )
  await page.getByText(`${rows.length} orders exported.`).waitFor()
  expect(problems).toEqual(noProblems)
})

it('a file of items in semicolons has every item of the list, with the table’s columns before it', async () => {
  const { page, problems } = await tests.open('#/orders?status=delivered')
  await rowsOf(page).first().waitFor()
  const downloading = page.waitForEvent('download')
  await exportCsv(page, ['Item, with the columns of its order', 'Those of the table', 'Semicolon'])
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/^order-items-/)
  const file = (await buffer(await download.createReadStream())).toString('utf8')
  const records: Record<string, string>[] = parse(file, { bom: true, columns: true, delimiter: ';' })
  await page.getByText(`${records.length} lines exported, for`).waitFor()
  const rows = await allRows({ filter: { status: ['delivered'] } })
  expect([...new Set(records.map(({ orderNumber }) => orderNumber))]).toEqual(
    rows.map(({ orderNumber }) => orderNumber),
  )
  for (const { id, orderNumber } of rows.slice(0, 3)) {
    const { lineItems } = await tests.client.getOrder(id)
    const lines = records.filter((line) => line.orderNumber === orderNumber)
    expect(lines.map(({ itemSku, itemQuantity }) => [itemSku, itemQuantity])).toEqual(
      lineItems.map(({ sku, quantity }) => [sku, String(quantity)]),
    )
  }
  expect(records.every(({ itemTotal = '', currency }) => currency === 'JPY' || itemTotal.includes(','))).toBe(true)
  expect(problems).toEqual(noProblems)
})

it('an export that breaks off saves nothing and says so', async () => {
  const { page, context } = await tests.open()
  await rowsOf(page).first().waitFor()
  await context.route('**/exportOrders', (route) => route.abort())
  let downloads = 0
  page.on('download', () => (downloads += 1))
  await exportCsv(page)
  await page.getByText('The export failed, and nothing was saved.').waitFor()
  await page.getByRole('button', { name: 'Export CSV' }).waitFor()
  expect(downloads).toBe(0)
})
