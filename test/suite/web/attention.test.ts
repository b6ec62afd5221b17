import { buffer } from 'node:stream/consumers'

import { parse } from 'csv-parse/sync'
import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'

import { adminFirestore } from '../../../cli/firebaseAdmin.ts'
import { localProject } from '../../../cli/paths.ts'
import { noProblems, type OpenPage, type PageOptions } from '../../../tools/browser/browser.ts'
import { expectAccessibleInLightAndDark, expectNoSidewaysScrolling } from '../../harness/axe.ts'
import { eventually, rowsOf } from '../../harness/ordersPage.ts'
import { cellsOf, hasFocus, tableNamed } from '../../harness/panels.ts'
import { shopInBrowser } from '../../harness/shopInBrowser.ts'

/* A shop in which something is wrong: orders that cannot be read, a word that means nothing, and a deleted order. */

const tests = shopInBrowser({ orders: 60 })

const withoutAmount = ['no-amount-1', 'no-amount-2', 'no amount-~3']
const withoutStatus = 'no-status'
let deleted = ''

beforeAll(async () => {
  const orders = adminFirestore(localProject).collection('orders')
  const now = Date.now()
  const whole = { orderId: '#1', status: 'PENDING', totalAmount: 5, currency: 'USD', timestamp: now, updatedAt: now }
  const { totalAmount: _amount, ...noAmount } = whole
  const { status: _status, ...noStatus } = whole
  const [victim] = (await tests.local.client.listOrders({ limit: 1 })).orders
  deleted = victim?.sourceId ?? ''
  await Promise.all([
    ...withoutAmount.map((id) => orders.doc(id).set(noAmount)),
    orders.doc(withoutStatus).set(noStatus),
    orders.doc('odd-word').set({ ...whole, status: 'WAITING ROOM' }),
    orders.doc(deleted).delete(),
  ])
  await eventually(async () => {
    const state = await adminFirestore(localProject).doc('sync_state/firestore.orders').get()
    expect(state.get('quarantined')).toHaveLength(4)
    const [status] = (await tests.local.client.getSyncStatus()).pipelines
    expect(status?.unmappedStatuses.words).toEqual([{ word: 'WAITING ROOM', count: 1 }])
    const { total } = await tests.local.client.listOrders({ filter: { search: deleted } })
    expect(total).toBe(0)
  })
}, 180_000)

const strip = (page: Page) => page.getByRole('region', { name: 'Needs attention' })
const quarantine = (page: Page) => page.getByRole('region', { name: 'Quarantine', exact: true })
const reasons = (page: Page) => tableNamed(page, 'Reasons for quarantine, the most frequent first')
const consoleOf = (id: string): string =>
  `https://console.firebase.google.com/project/${localProject}/firestore/databases/-default-/data/~2Forders~2F${id}`

async function openAt(at: string, options?: PageOptions): Promise<OpenPage> {
  const opened = await tests.open(at, options)
  // By its text: behind an open order it is no part of the page for those who ask by roles.
  await opened.page.getByText('4 orders are in quarantine.').waitFor()
  return opened
}

it('says on every view what is wrong, how much of it and what to do, and how much on the way to Sync', async () => {
  const { page, problems } = await openAt('#/orders')
  const [unread, odd, ...others] = await strip(page).getByRole('listitem').filter({ visible: true }).allTextContents()
  expect(unread).toContain('Correct them at their source')
  expect(odd).toContain('1 order has a status that means nothing here: “WAITING ROOM”.')
  expect(odd).toContain('functions/tidemark.json')
  expect(others).toEqual([])
  await page.getByRole('link', { name: 'Sync (2 things need attention)' }).waitFor()
  // Only the number is read out by itself: the texts change with each commit.
  await page
    .getByRole('status')
    .filter({ hasText: /^2 things need attention$/ })
    .waitFor({ state: 'attached' })
  await page.goto(`${page.url().split('#')[0]}#/overview`)
  await strip(page).getByText('4 orders are in quarantine.').waitFor()
  expect(problems).toEqual(noProblems)
})

it('leads to the quarantine: how many, why, which, and the record in the Firebase console', async () => {
  const { page, problems } = await openAt('#/orders')
  await strip(page).getByRole('link', { name: 'See the reasons' }).click()
  await quarantine(page).getByText('4 records').waitFor()
  const heading = quarantine(page).getByRole('heading', { name: 'Quarantine' })
  await eventually(async () => expect(await hasFocus(heading)).toBe(true))
  await eventually(async () => {
    const box = await heading.boundingBox()
    expect(box?.y).toBeGreaterThanOrEqual(0)
    expect(box?.y).toBeLessThan(800)
  })
  expect((await cellsOf(reasons(page))).map(([reason, count]) => [reason, count])).toEqual([
    ['totalAmount: is missing', '3'],
    ['status: is missing', '1'],
  ])
  const link = reasons(page).getByRole('link', { name: withoutStatus })
  expect(await link.getAttribute('href')).toBe(consoleOf(withoutStatus))
  const odd = tableNamed(page, 'Records in quarantine, newest first').getByRole('link', { name: 'no amount-~3' })
  expect(await odd.getAttribute('href')).toBe(consoleOf('no~20amount-~7E3'))

  // Again, from elsewhere on the same view.
  await page.evaluate('scrollTo(0, 0)')
  await strip(page).getByRole('link', { name: 'See the reasons' }).click()
  await eventually(async () => expect(await hasFocus(heading)).toBe(true))
  await strip(page).getByRole('link', { name: 'See the words' }).click()
  const card = page.getByRole('heading', { name: 'firestore.orders', exact: true })
  await eventually(async () => expect(await hasFocus(card)).toBe(true))
  expect(problems).toEqual(noProblems)
})

it('a link to an order in quarantine says so, and why', async () => {
  const { page, problems } = await openAt(`#/orders/firestore%3A${withoutStatus}`)
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('heading', { name: 'This order is in quarantine' }).waitFor()
  await dialog.getByText('status: is missing').waitFor()
  await dialog.getByRole('link', { name: 'See what is in quarantine' }).click()
  await quarantine(page).getByText('4 records').waitFor()
  // The browser itself notes that a request was answered with 404.
  expect({ ...problems, consoleErrors: [] }).toEqual(noProblems)
})

it('a link to a deleted order says that it was deleted, and when', async () => {
  const { page, problems } = await openAt(`#/orders/firestore%3A${deleted}`)
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('heading', { name: 'This order was deleted' }).waitFor()
  const at = Date.parse((await dialog.locator('time').first().getAttribute('datetime')) ?? '')
  expect(Math.abs(at - Date.now())).toBeLessThan(15 * 60_000)
  expect({ ...problems, consoleErrors: [] }).toEqual(noProblems)
})

const widths = [390, 820, 1_440]
const addresses = {
  orders: '#/orders',
  sync: '#/sync',
  'an order in quarantine': `#/orders/firestore%3A${withoutStatus}`,
}

it.each(Object.entries(addresses))('everybody can use %s, however wide the window is', async (name, at) => {
  const { page } = await openAt(at, { reducedMotion: 'reduce' })
  for (const width of widths) {
    await page.setViewportSize({ width, height: 844 })
    if (name === 'sync') await reasons(page).waitFor()
    else if (name === 'orders') await rowsOf(page).first().waitFor()
    else await page.getByRole('heading', { name: 'This order is in quarantine' }).waitFor()
    await expectAccessibleInLightAndDark(page)
    await expectNoSidewaysScrolling(page)
    expect((await page.locator('.shell-header').boundingBox())?.height, `the header at ${width} px`).toBeLessThan(60)
  }
})

it('counts a large quarantine, and exports all of it', async () => {
  const db = adminFirestore(localProject)
  const more = Array.from({ length: 1_100 }, (_, i) => `more-${String(i).padStart(4, '0')}`)
  const batches = [more.slice(0, 400), more.slice(400, 800), more.slice(800)]
  for (const ids of batches) {
    const batch = db.batch()
    for (const sourceId of ids) {
      batch.set(db.doc(`sync_quarantine/firestore.orders:${sourceId}`), {
        pipeline: 'firestore.orders',
        sourceId,
        reason: '=totalAmount: is not a "number"',
        quarantinedAt: '2026-11-01T10:00:00.000Z',
      })
    }
    await batch.commit()
  }
  const { page, problems } = await openAt('#/sync')
  await quarantine(page).getByText('1,104 records').waitFor()
  await quarantine(page).getByText('The reasons are those of the first 500.').waitFor()
  const downloading = page.waitForEvent('download')
  await quarantine(page).getByRole('button', { name: 'Export ids and reasons' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/^quarantine-\d{4}-\d\d-\d\d\.csv$/)
  const file = (await buffer(await download.createReadStream())).toString('utf8')
  const records: Record<string, string>[] = parse(file, { bom: true, columns: true })
  expect(new Set(records.map(({ sourceId }) => sourceId))).toEqual(new Set([...withoutAmount, withoutStatus, ...more]))
  expect(records).toHaveLength(more.length + 4)
  expect(records.find(({ sourceId }) => sourceId === 'more-0001')).toEqual({
    pipeline: 'firestore.orders',
    sourceId: 'more-0001',
    // What a spreadsheet would calculate is text.
    reason: `'=totalAmount: is not a "number"`,
    quarantinedAtUtc: '2026-11-01T10:00:00.000Z',
    console: consoleOf('more-0001'),
  })
  await page.getByText('1,104 records exported.').waitFor()
  expect(problems).toEqual(noProblems)
})
