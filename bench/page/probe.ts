import { fileURLToPath } from 'node:url'

import type { BrowserContext, Page } from 'playwright-core'
import { z } from 'zod'

/* What a page tells of itself, by the program `probe.js` in it. Times: milliseconds since its navigation began. */

const patienceMs = 30_000

/** Has every page of the context tell when its rows are there. */
export async function addProbe(context: BrowserContext): Promise<void> {
  await context.addInitScript({ path: fileURLToPath(new URL('probe.js', import.meta.url)) })
}

const momentSchema = z.object({ thereMs: z.number(), shownMs: z.number() })

/** Returns two moments: when the list's first row was in the document, and when it was drawn. */
export async function firstRow(page: Page): Promise<z.infer<typeof momentSchema>> {
  // Throws after half a minute, as the probe does not.
  await page.locator('table.list-table tbody tr[data-id]').first().waitFor()
  return momentSchema.parse(await page.evaluate('tidemarkProbe.firstRow'))
}

const outcomeSchema = z.object({ firstInputMs: z.number(), lastInputMs: z.number(), shownMs: z.number() })
export type Outcome = z.infer<typeof outcomeSchema>

/** The sign that an action has ended: other rows, of an address that holds these characters, or an element. */
export type Awaited = { readonly rowsOf: string } | { readonly selector: string }

/** Does something to the page and waits until it shows what it should. */
export async function outcomeOf(page: Page, awaited: Awaited, act: () => Promise<void>): Promise<Outcome> {
  const watch =
    'rowsOf' in awaited
      ? `watchRows(${JSON.stringify(awaited.rowsOf)})`
      : `watchFor(${JSON.stringify(awaited.selector)})`
  await page.evaluate(`tidemarkProbe.${watch}`)
  await act()
  return outcomeSchema.parse(await inTime(page, 'tidemarkProbe.outcome'))
}

/**
 * Waits until the page's listener has heard of the pipelines: Firestore's client is there then, and the page, which asks for the
 * status when it starts, has asked for it once more.
 */
export async function untilListening(page: Page): Promise<void> {
  await untilAnswered(page, 'getSyncStatus', 2)
}

/** Waits until the page has had so many answers of a function. */
export async function untilAnswered(page: Page, name: string, count: number): Promise<void> {
  await inTime(page, `tidemarkProbe.untilAnswered(${JSON.stringify(`/${name}`)}, ${count})`)
}

/** Waits for a promise in the page, for a limited time: a page that never shows what it should would be waited for without end. */
function inTime(page: Page, promise: string): Promise<unknown> {
  return Promise.race([page.evaluate(promise), overdue(page)])
}

async function overdue(page: Page): Promise<never> {
  await page.waitForTimeout(patienceMs)
  throw new Error(`The page at ${page.url()} does not show what it should after ${patienceMs / 1000} s.`)
}

const requestSchema = z.object({
  name: z.string(),
  startTime: z.number(),
  responseEnd: z.number(),
  encodedBodySize: z.number(),
  decodedBodySize: z.number(),
  transferSize: z.number(),
})
export type PageRequest = z.infer<typeof requestSchema>

/** The requests of the page that have ended, as it knows of them; of other origins it knows no sizes. */
export async function requestsOf(page: Page): Promise<PageRequest[]> {
  const entries: unknown = await page.evaluate(
    `performance.getEntriesByType('resource').map((entry) => entry.toJSON())`,
  )
  return z.array(requestSchema).parse(entries)
}
