import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { z } from 'zod'

import { projectRoot } from '../../cli/paths.ts'

const source = readFileSync(join(projectRoot, 'node_modules/axe-core/axe.min.js'), 'utf8')

const ruleSchema = z.object({
  id: z.string(),
  impact: z.string().nullish(),
  nodes: z.array(z.object({ html: z.string(), failureSummary: z.string().optional() })),
})
const resultsSchema = z.object({ violations: z.array(ruleSchema), passes: z.array(ruleSchema) })

/** Nothing on the page keeps people out, as far as axe-core can tell: no violation is serious or critical. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(source)
  // Of what passes only the rules are asked for: naming each element that passes takes most of the time.
  const ran: unknown = await page.evaluate(`axe.run(document, { resultTypes: ['violations'] })`)
  const { violations, passes } = resultsSchema.parse(ran)
  // Of an empty page there would be nothing to say. Of a page under an open <dialog> little is: it is out of reach.
  expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'button-name']))
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(grave.map(({ id, nodes }) => ({ id, nodes }))).toEqual([])
}

/**
 * The same in light and in dark, without loading the page anew. It has to be opened with `reducedMotion`: what fades has other
 * colours meanwhile.
 */
export async function expectAccessibleInLightAndDark(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectAccessible(page)
  }
}

/** The page itself has the width of the window: what is wider scrolls in a place of its own. */
export async function expectNoSidewaysScrolling(page: Page): Promise<void> {
  const [content, window] = z
    .tuple([z.number(), z.number()])
    .parse(await page.evaluate('[document.documentElement.scrollWidth, innerWidth]'))
  expect(content).toBeLessThanOrEqual(window)
}
