import type { Browser, Page } from 'playwright-core'

import { openProfile, pageOrigin } from '../../tools/browser/browser.ts'
import { localAdmin } from '../../tools/local/admin.ts'
import { addProbe, outcomeOf, untilListening, type Awaited } from './probe.ts'
import type { ActionTimes } from './results.ts'
import { longestTaskMs, traced } from './trace.ts'

/** Many customers are called so. */
const searched = 'nguyen'
/** About as fast as people type. */
const keyMs = 90

/**
 * Does what an admin does with the list, `rounds` times over, each time in a page that was loaded anew: whatever is asked for
 * has not been asked for by that page before, and only the page that is gone back to is in its memory.
 */
export async function measureActions(
  browser: Browser,
  rounds: number,
  onProgress: (done: number) => void,
): Promise<Readonly<Record<string, ActionTimes>>> {
  const times: Record<string, { longestTask: number[]; shown: number[] }> = {}
  for (let round = 0; round < rounds; round++) {
    const profile = await openProfile(browser, { signedInAs: localAdmin })
    try {
      await addProbe(profile.context)
      const page = await profile.context.newPage()
      await page.goto(`${pageOrigin()}/`)
      await untilListening(page)
      await actOn(page, async (name, awaited, act) => {
        const { value, trace } = await traced(browser, () => outcomeOf(page, awaited, act))
        const { longestTask, shown } = (times[name] ??= { longestTask: [], shown: [] })
        longestTask.push(longestTaskMs(trace))
        shown.push(value.shownMs - value.lastInputMs)
      })
      onProgress(round + 1)
    } finally {
      await profile.close()
    }
  }
  return times
}

type Measured = (name: string, awaited: Awaited, act: () => Promise<void>) => Promise<void>

async function actOn(page: Page, measured: Measured): Promise<void> {
  const search = page.getByRole('searchbox')
  await search.focus()
  await measured('type a search', { rowsOf: `q=${searched}` }, () =>
    search.pressSequentially(searched, { delay: keyMs }),
  )
  await page.goBack()
  await page.locator('.pager-place').getByText(/^1–/).waitFor()
  const status = page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: 'Status' })
  await measured('open the status filter', { selector: '.choices .choice-count' }, () => status.click())
  await page.keyboard.press('Escape')
  // Totals of several currencies do not compare: the page would ask for one.
  await page.getByRole('group', { name: 'Filters' }).getByRole('button', { name: 'Currency' }).click()
  await page.getByRole('dialog', { name: 'Currency' }).getByRole('checkbox').first().check()
  await page.keyboard.press('Escape')
  await page.locator('table.list-table:not(.list-stale)').waitFor()
  for (const column of await sortableColumns(page)) {
    const header = page.getByRole('columnheader', { name: column }).getByRole('button')
    await measured(`sort by ${column}`, { rowsOf: 'sort=' }, () => header.click())
  }
  const [next, previous] = ['Next', 'Previous'].map((name) => page.getByRole('button', { name, exact: true }))
  for (let i = 0; i < 2; i++) await measured('next page', { rowsOf: 'page=' }, async () => next?.click())
  await measured('previous page', { rowsOf: 'page=' }, async () => previous?.click())
}

/**
 * The names of the columns that sort. The one by which the list is sorted comes first: pressed later, it would ask for nothing
 * new. The others follow from the right, for the first is the order's number, which sorts as the time does.
 */
async function sortableColumns(page: Page): Promise<string[]> {
  const names = async (selector: string): Promise<string[]> =>
    (await page.locator(`${selector} .sort-button`).allTextContents()).map((text) => text.replace(/\W+$/, ''))
  return [...(await names('th[aria-sort]')), ...(await names('th:not([aria-sort])')).reverse()]
}
