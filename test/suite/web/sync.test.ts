import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'

import { adminFirestore } from '../../../cli/firebaseAdmin.ts'
import { localProject } from '../../../cli/paths.ts'
import type { FinishedRun } from '../../../functions/src/contract/sync.ts'
import { dollarsOf, formatDollars } from '../../../functions/src/contract/prices.ts'
import { noProblems, type OpenPage } from '../../../tools/browser/browser.ts'
import { eventually } from '../../harness/ordersPage.ts'
import { cellsOf, pointAtEach, tableNamed, tabTo } from '../../harness/panels.ts'
import { shopInBrowser } from '../../harness/shopInBrowser.ts'

const tests = shopInBrowser({ orders: 150 })
const pipeline = 'firestore.orders'

/** Opens the view, and waits until all of its listeners have told something. */
async function openSync(): Promise<OpenPage> {
  const opened = await tests.open('#/sync')
  await historyOf(opened.page).waitFor()
  await panelOf(opened.page, 'Alerts').getByText('All is well').waitFor()
  await panelOf(opened.page, 'Quarantine').getByText('All is well').waitFor()
  return opened
}

function panelOf(page: Page, name: string): Locator {
  return page.getByRole('region', { name, exact: true })
}

function historyOf(page: Page): Locator {
  return tableNamed(page, `The latest runs of ${pipeline}, newest first`)
}

/** What the card says beside a word. */
function factOf(page: Page, word: string): Locator {
  return panelOf(page, pipeline)
    .locator('dl > div')
    .filter({ has: page.getByText(word, { exact: true }) })
    .locator('dd')
}

/** The runs as the journal has them, newest first. */
async function journal(): Promise<FinishedRun[]> {
  const runs = adminFirestore(localProject).collection('sync_runs').where('pipeline', '==', pipeline)
  const { docs } = await runs.orderBy('startedAt', 'desc').limit(30).get()
  return docs.map((document) => document.data() as FinishedRun) // As the functions write them.
}

const seconds = (run: FinishedRun): string => `${(run.durationMs / 1_000).toFixed(1)} s`
const cost = (run: FinishedRun): string =>
  formatDollars(dollarsOf({ reads: run.firestoreReads, writes: run.firestoreWrites }))
const modeWords = { incremental: 'Incremental', full: 'Full' }
const statusWords = { succeeded: 'Succeeded', failed: 'Failed', skipped: 'Skipped', running: 'Under way' }

/** Waits until the history is the journal's, and returns that. */
function expectHistory(page: Page): Promise<FinishedRun[]> {
  return eventually(async () => {
    const runs = await journal()
    const times = historyOf(page).locator('tbody time')
    expect(await times.evaluateAll((all) => all.map((time) => time.getAttribute('datetime')))).toEqual(
      runs.map(({ startedAt }) => startedAt),
    )
    expect((await cellsOf(historyOf(page))).map(([, ...cells]) => cells)).toEqual(
      runs.map((run) => [
        modeWords[run.mode],
        statusWords[run.status],
        ...[run.created, run.updated, run.deleted, run.quarantined].map(String),
        seconds(run),
        ...[run.firestoreReads, run.firestoreWrites].map((count) => count.toLocaleString('en-US')),
        cost(run),
        run.error ?? '',
      ]),
    )
    return runs
  })
}

it('shows how far each pipeline is, how it fares, and every run that there was', async () => {
  const { page, problems } = await openSync()
  const runs = await expectHistory(page)
  expect(runs.at(-1)).toMatchObject({ mode: 'full', created: 150 })
  const [status] = (await tests.local.client.getSyncStatus()).pipelines
  expect(status).toMatchObject({ pipeline, health: 'ok', count: 150, running: null })
  const card = panelOf(page, pipeline)
  await card.getByText('Healthy').waitFor()
  await card.getByText('No run is under way.').waitFor()
  expect(await factOf(page, 'Orders').textContent()).toBe('150')
  const timeOf = (word: string): Promise<string | null> =>
    factOf(page, word).locator('time').first().getAttribute('datetime')
  expect(await timeOf('Watermark')).toBe(status?.watermark?.at)
  expect(await factOf(page, 'Watermark').locator('code').textContent()).toBe(status?.watermark?.id)
  expect(await timeOf('As of')).toBe(status?.asOf)
  expect(await timeOf('Last full run')).toBe(status?.lastFullRun?.startedAt)
  const lag = (await factOf(page, 'Lag').textContent()) ?? ''
  const age = Date.now() - Date.parse(status?.asOf ?? '')
  const [, minutes = 0, secondsText] = /^(?:(\d+) min )?([\d.]+) s$/.exec(lag) ?? []
  const lagMs = (Number(minutes) * 60 + Number(secondsText)) * 1_000
  // The page looks at the clock every 5 s.
  expect(lagMs).toBeGreaterThan(age - 7_000)
  expect(lagMs).toBeLessThan(age + 1_000)
  expect(problems).toEqual(noProblems)
})

it('the chart of the runs says what their table says, and can be read as a table', async () => {
  const { page, problems } = await openSync()
  const chart = panelOf(page, pipeline).getByRole('img', { name: /^Duration and cost of the latest / })
  // A run that ends meanwhile is one more point.
  const pointed = await eventually(async () => {
    const runs = (await expectHistory(page)).filter(({ mode }) => mode === 'incremental')
    expect(runs.length).toBeGreaterThan(0)
    const figures = runs.map((run) => [seconds(run), cost(run)])
    const said = await pointAtEach(chart, runs.length)
    expect(said.map(([, ...values]) => values)).toEqual(figures.toReversed())
    return said
  })

  const caption = `Duration and cost of incremental runs of ${pipeline}`
  const toggle = page.getByRole('group', { name: `${caption}, shown as` })
  await tabTo(page, toggle.getByRole('button', { name: 'Table' }))
  await page.keyboard.press('Enter')
  const table = tableNamed(page, caption)
  await table.waitFor()
  expect(await chart.count()).toBe(0)
  expect(await cellsOf(table)).toEqual(pointed.toReversed())

  await page
    .getByRole('group', { name: `Runs of ${pipeline} in the chart` })
    .getByText('Full')
    .click()
  const full = tableNamed(page, `Duration and cost of full runs of ${pipeline}`)
  await full.waitFor()
  const fullRuns = (await journal()).filter(({ mode }) => mode === 'full')
  expect((await cellsOf(full)).map(([, ...values]) => values)).toEqual(fullRuns.map((run) => [seconds(run), cost(run)]))
  expect(problems).toEqual(noProblems)
})

it('a run that happens meanwhile is there without a reload', async () => {
  const { page, problems } = await openSync()
  const before = await expectHistory(page)
  await page.evaluate('window.isStillTheSame = true')
  await tests.local.shop.place(2)
  await eventually(async () => expect(await factOf(page, 'Orders').textContent()).toBe('152'))
  await tests.local.settle()
  const after = await expectHistory(page)
  expect(after.length).toBeGreaterThan(before.length)
  const fresh = after.slice(0, after.length - before.length)
  expect(fresh.reduce((sum, { created }) => sum + created, 0)).toBe(2)
  expect(await page.evaluate('window.isStillTheSame')).toBe(true)
  expect(problems).toEqual(noProblems)
})

it('an order that cannot be read is told while it is so, with its reason', async () => {
  const { page, problems } = await openSync()
  const order = adminFirestore(localProject).collection('orders').doc('order-without-amount')
  const now = Date.now()
  await order.set({ orderId: '#1', status: 'PENDING', currency: 'USD', timestamp: now, updatedAt: now })
  const quarantined = tableNamed(page, 'Records in quarantine, newest first')
  const badge = page.getByRole('link', { name: 'Sync (1 thing needs attention)' })
  const strip = page.getByRole('region', { name: 'Needs attention' })
  expect(await strip.count()).toBe(0)
  const alerts = tableNamed(page, 'Alerts, open ones first')
  await eventually(async () => {
    expect(await cellsOf(quarantined)).toEqual([
      ['order-without-amount', expect.stringContaining('totalAmount'), pipeline, expect.stringContaining('just now')],
    ])
    expect((await cellsOf(alerts)).map((cells) => cells.slice(0, 2))).toEqual([['Records in quarantine', 'Open']])
  })
  expect(await panelOf(page, 'Alerts').getByText('All is well').count()).toBe(0)
  await badge.waitFor()
  await strip.getByText('1 order is in quarantine.').waitFor()
  expect((await expectHistory(page)).some((run) => run.quarantined === 1)).toBe(true)

  await order.update({ totalAmount: 12.5, updatedAt: Date.now() })
  await panelOf(page, 'Quarantine').getByText('All is well: no record is in quarantine.').waitFor()
  await panelOf(page, 'Alerts').getByText('All is well: no alert is open.').waitFor()
  expect(await quarantined.count()).toBe(0)
  await badge.waitFor({ state: 'detached' })
  await strip.waitFor({ state: 'detached' })
  expect((await cellsOf(alerts)).map((cells) => cells.slice(0, 2))).toEqual([['Records in quarantine', 'Closed']])
  expect(problems).toEqual(noProblems)
})

it('a full resync says what it costs, shows how far it is, and ends in the history', async () => {
  const { page, problems } = await openSync()
  const before = await expectHistory(page)
  const count = (await factOf(page, 'Orders').textContent()) ?? ''
  const button = page.getByRole('button', { name: 'Full resync …' })
  await button.click()
  const dialog = page.getByRole('alertdialog', { name: 'Copy every order again?' })
  const reads = Number(count)
  await dialog.getByText(`about ${count} reads (${formatDollars(dollarsOf({ reads, writes: 0 }))})`).waitFor()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(await journal()).toEqual(before)

  await button.click()
  // It may be over soon: somebody has to look from the beginning.
  const bar = panelOf(page, pipeline).getByRole('progressbar', { name: new RegExp(`orders of ${pipeline}: `) })
  const seen = bar.waitFor()
  await dialog.getByRole('button', { name: 'Start full resync' }).click()
  await page.getByText('The full resync has started.').waitFor()
  await seen
  await bar.waitFor({ state: 'detached' })
  await eventually(async () => {
    const [latest] = await expectHistory(page)
    expect(latest).toMatchObject({ mode: 'full', status: 'succeeded', created: 0, deleted: 0, fetched: reads })
    expect(before.map(({ runId }) => runId)).not.toContain(latest?.runId)
  })
  expect(await button.isEnabled()).toBe(true)
  expect(problems).toEqual(noProblems)
})
