import type { BrowserContext, Page } from 'playwright-core'
import { expect, it, onTestFinished } from 'vitest'

import { addProbe, untilAnswered, untilListening } from '../../../../bench/page/probe.ts'
import {
  gzipBytesOf,
  holdsCharts,
  holdsFirestore,
  partedByFirstRow,
  scriptsOf,
  type LoadedScript,
} from '../../../../bench/page/scripts.ts'
import { noProblems, openProfile, pageOrigin, type Problems } from '../../../../tools/browser/browser.ts'
import { localAdmin } from '../../../../tools/local/admin.ts'
import { sharedShopInBrowser } from '../../../harness/shopInBrowser.ts'

/* What it costs to open the list, in bytes and requests. How long it takes is measured by npm run bench:page. */

const mostBytes = 250_000

const tests = sharedShopInBrowser()

/** A page as a signed-in admin has it who never saw Tidemark before; nothing is loaded yet. */
async function emptyPage(): Promise<{ page: Page; context: BrowserContext; problems: Problems }> {
  const profile = await openProfile(tests.browser, { signedInAs: localAdmin })
  onTestFinished(() => profile.close())
  await addProbe(profile.context)
  return { ...profile, page: await profile.context.newPage() }
}

/** Waits until the page has done what it had put off until it would have nothing else to do. */
async function untilIdle(page: Page): Promise<void> {
  await page.evaluate('new Promise((done) => requestIdleCallback(() => done()))')
}

function namesOf(scripts: readonly LoadedScript[]): string[] {
  return scripts.map(({ name }) => name)
}

it('loads at most 250,000 bytes of script until the first row, Firestore and charts later', async () => {
  const { page, context, problems } = await emptyPage()
  // An answer may be slow, and the page done with all else and idle: what it does then comes before the first row.
  await context.route('**/listOrders', async (route) => {
    await untilAnswered(page, 'getSyncStatus', 1)
    await untilIdle(page)
    await route.continue()
  })
  await page.goto(pageOrigin())
  await untilListening(page)
  const { first, afterwards } = await partedByFirstRow(page)
  expect(namesOf(first.filter(holdsFirestore)), 'Firestore before the first row').toEqual([])
  expect(namesOf(first.filter(holdsCharts)), 'charts before the first row').toEqual([])
  expect(gzipBytesOf(first)).toBeGreaterThan(0)
  expect(gzipBytesOf(first)).toBeLessThanOrEqual(mostBytes)

  // They would be known if they were there.
  expect(afterwards.filter(holdsFirestore)).toHaveLength(1)
  await page.getByRole('link', { name: 'Overview' }).click()
  await page.locator('.plot canvas').first().waitFor()
  expect((await scriptsOf(page)).filter(holdsCharts)).toHaveLength(1)
  expect(problems).toEqual(noProblems)
})

it('asks for the list once', async () => {
  const { page, context, problems } = await emptyPage()
  const calls: string[] = []
  context.on('request', (request) => {
    if (request.method() === 'POST') calls.push(new URL(request.url()).pathname.replace(/^.*\//, ''))
  })
  await page.goto(pageOrigin())
  await untilListening(page)
  await untilIdle(page)
  expect(calls.filter((name) => name === 'listOrders')).toHaveLength(1)
  expect(problems).toEqual(noProblems)
})
