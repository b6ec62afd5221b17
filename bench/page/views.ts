import type { Browser, Page } from 'playwright-core'

import { openProfile, pageOrigin } from '../../tools/browser/browser.ts'
import { localAdmin } from '../../tools/local/admin.ts'
import { addProbe, untilListening } from './probe.ts'
import type { Script, Scripts } from './results.ts'
import { partedByFirstRow, scriptsOf, type LoadedScript } from './scripts.ts'

/** Opens each view from the list, and waits until its scripts are there. */
const views: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  'an order': async (page) => {
    await page.locator('table.list-table tbody tr[data-id]').first().click()
    await page.getByRole('dialog').waitFor()
  },
  overview: async (page) => {
    await page.getByRole('link', { name: 'Overview' }).click()
    await page.locator('.plot canvas').first().waitFor()
  },
  sync: async (page) => {
    await page.getByRole('link', { name: 'Sync' }).click()
    await page.getByRole('heading', { name: 'Quarantine' }).waitFor()
  },
}

/** Returns the sizes of the scripts: those before the list's first row, those behind it, and those of each view. */
export async function weighScripts(browser: Browser): Promise<Scripts> {
  const weighed: Record<string, readonly Script[]> = {}
  let list: Pick<Scripts, 'first' | 'afterwards'> = { first: [], afterwards: [] }
  for (const [name, open] of Object.entries(views)) {
    const profile = await openProfile(browser, { signedInAs: localAdmin })
    try {
      await addProbe(profile.context)
      const page = await profile.context.newPage()
      await page.goto(`${pageOrigin()}/`)
      await untilListening(page)
      const { first, afterwards } = await partedByFirstRow(page)
      list = { first: first.map(weightOf), afterwards: afterwards.map(weightOf) }
      const before = new Set([...first, ...afterwards].map((script) => script.name))
      await open(page)
      weighed[name] = (await scriptsOf(page)).filter((script) => !before.has(script.name)).map(weightOf)
    } finally {
      await profile.close()
    }
  }
  return { ...list, views: weighed }
}

function weightOf({ name, bytes, gzipBytes, wireBytes }: LoadedScript): Script {
  return { name, bytes, gzipBytes, wireBytes }
}
