import type { Browser, BrowserContext } from 'playwright-core'

import { openProfile, pageOrigin } from '../../tools/browser/browser.ts'
import { localAdmin } from '../../tools/local/admin.ts'
import { addProbe, firstRow, requestsOf } from './probe.ts'
import type { BrowserCache, LoadTimes } from './results.ts'

/** So often a page is loaded before it counts as loaded before: Chromium keeps compiled scripts from the second time on. */
const warmingLoads = 3

interface Load {
  readonly navigationToRow: number
  readonly answerToRow: number
}

/** Loads the list `count` times as a signed-in admin, each time in a new profile or each time in the same one. */
export async function measureLoads(
  browser: Browser,
  cache: BrowserCache,
  count: number,
  onProgress: (done: number) => void,
): Promise<LoadTimes> {
  const loads: Load[] = []
  const once = async (context: BrowserContext): Promise<void> => {
    loads.push(await load(context))
    onProgress(loads.length)
  }
  if (cache === 'warm') {
    await inProfile(browser, async (context) => {
      for (let i = 0; i < warmingLoads; i++) await load(context)
      for (let i = 0; i < count; i++) await once(context)
    })
  } else {
    for (let i = 0; i < count; i++) await inProfile(browser, once)
  }
  return {
    navigationToRow: loads.map(({ navigationToRow }) => navigationToRow),
    answerToRow: loads.map(({ answerToRow }) => answerToRow),
  }
}

async function inProfile(browser: Browser, work: (context: BrowserContext) => Promise<void>): Promise<void> {
  const profile = await openProfile(browser, { signedInAs: localAdmin })
  try {
    await addProbe(profile.context)
    await work(profile.context)
  } finally {
    await profile.close()
  }
}

async function load(context: BrowserContext): Promise<Load> {
  const page = await context.newPage()
  await page.goto(`${pageOrigin()}/`)
  const { shownMs } = await firstRow(page)
  const answers = (await requestsOf(page)).filter(({ name }) => name.endsWith('/listOrders'))
  // The rows are those of the first answer; others may have come since.
  const [answeredMs] = answers.map(({ responseEnd }) => responseEnd).sort((a, b) => a - b)
  if (answeredMs === undefined) throw new Error('The page shows rows and has no answer of listOrders.')
  await page.close()
  return { navigationToRow: shownMs, answerToRow: shownMs - answeredMs }
}
