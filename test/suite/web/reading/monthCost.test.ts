import { expect, it } from 'vitest'

import { adminFirestore } from '../../../../cli/firebaseAdmin.ts'
import { localProject } from '../../../../cli/paths.ts'
import { dollarsOf, formatDollars } from '../../../../functions/src/contract/prices.ts'
import { noProblems } from '../../../../tools/browser/browser.ts'
import { eventually } from '../../../harness/ordersPage.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

const tests = sharedShopInBrowser()

/** What the runs of the journal were billed that started since a moment. */
async function billSince(startedFrom: string): Promise<{ runs: number; reads: number; writes: number }> {
  const { docs } = await adminFirestore(localProject).collection('sync_runs').get()
  const runs = docs.filter((run) => String(run.get('startedAt')) >= startedFrom)
  const sum = (field: string): number => runs.reduce((all, run) => all + Number(run.get(field) ?? 0), 0)
  return { runs: runs.length, reads: sum('firestoreReads'), writes: sum('firestoreWrites') }
}

it('the overview says what the runs of this month were billed, and what is not in it', async () => {
  const { page, problems } = await tests.open('#/overview')
  const panel = page.getByRole('region', { name: 'What Tidemark cost this month' })
  await panel.locator('dd').first().waitFor()
  const since = new Date()
  const month = new Date(Date.UTC(since.getUTCFullYear(), since.getUTCMonth())).toISOString()
  const bill = await billSince(month)
  expect(bill.reads).toBeGreaterThan(0)
  expect(await panel.locator('dd').allTextContents()).toEqual([
    formatDollars(dollarsOf(bill)),
    ...[bill.reads, bill.writes, bill.runs].map((count) => count.toLocaleString('en-US')),
  ])
  expect(await panel.locator('time').first().getAttribute('datetime')).toBe(month)
  await panel.getByText('$0.03 per 100,000 reads and $0.09 per 100,000 writes').waitFor()
  await panel.getByText('Not in it: ').waitFor()
  await panel.getByText('for 1 read ($0.00000030)').waitFor()
  expect(problems).toEqual(noProblems)
})

it('says that the cost cannot be read, and reads it when it can', async () => {
  const { page, context } = await tests.open('#/orders')
  await page.locator('.freshness[data-live="true"]').waitFor()
  await context.route('**/*:runAggregationQuery*', (route) => route.abort())
  await page.getByRole('link', { name: 'Overview' }).click()
  const panel = page.getByRole('region', { name: 'What Tidemark cost this month' })
  await panel.getByText('The cost could not be read.').waitFor()
  await context.unroute('**/*:runAggregationQuery*')
  await panel.getByRole('button', { name: 'Read the cost again' }).click()
  await eventually(async () => expect(await panel.locator('dd').count()).toBe(4))
})

it('says what to deploy where the index of the sum is missing', async () => {
  const { page, context } = await tests.open('#/orders')
  await page.locator('.freshness[data-live="true"]').waitFor()
  await context.route('**/*:runAggregationQuery*', (route) =>
    route.fulfill({
      status: 400,
      headers: { 'access-control-allow-origin': '*' },
      json: [{ error: { code: 400, status: 'FAILED_PRECONDITION', message: 'The query requires an index.' } }],
    }),
  )
  await page.getByRole('link', { name: 'Overview' }).click()
  const panel = page.getByRole('region', { name: 'What Tidemark cost this month' })
  await panel.getByText('deploy firestore.indexes.json').waitFor()
  expect(await panel.locator('dd').count()).toBe(0)
})
