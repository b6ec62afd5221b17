import type { Browser } from 'playwright-core'

import { localProject } from '../../cli/paths.ts'
import { sortFields } from '../../functions/src/contract/api.ts'
import { openBrowser } from '../../tools/browser/browser.ts'
import { createLocalAdmin } from '../../tools/local/admin.ts'
import { signInAsAdmin, type TidemarkClient } from '../../tools/local/client.ts'
import { formatCount } from '../../tools/local/report.ts'
import { unlessAborted } from '../../tools/stack/interruption.ts'
import { connect } from '../lab/databases.ts'
import type { Progress } from '../lab/progress.ts'
import { readMachine } from '../report/environment.ts'
import { measureActions } from './actions.ts'
import { measureLoads } from './loads.ts'
import type { PageResults } from './results.ts'
import { writeCopiedStore } from './store.ts'
import { weighScripts } from './views.ts'

const loads = 7
const rounds = 3

/** Measures the page on the local stack, which runs, is empty, and is named by this process's environment. */
export async function measurePage(orders: number, progress: Progress, aborted: AbortSignal): Promise<PageResults> {
  const startedMs = performance.now()
  const db = connect(localProject)
  const written = progress.step(`a cache of ${formatCount(orders)} orders`)
  const store = await unlessAborted(
    writeCopiedStore(db, orders, (done) => written(done, orders)),
    aborted,
  )
  progress.step('warming the functions')
  await createLocalAdmin()
  const client = await signInAsAdmin(aborted)
  await unlessAborted(warmUp(client), aborted)
  await client.close()
  const browser = await openBrowser()
  try {
    const measured = await unlessAborted(measureIn(browser, orders, progress), aborted)
    await store.assertUntouched()
    const seconds = Math.round((performance.now() - startedMs) / 1_000)
    const environment = { ...readMachine(), browser: `Chromium ${browser.version()}`, seconds }
    return { environment, orders, ...measured }
  } finally {
    await browser.close()
    await db.terminate()
  }
}

async function measureIn(
  browser: Browser,
  orders: number,
  progress: Progress,
): Promise<Pick<PageResults, 'loads' | 'scripts' | 'actions'>> {
  const step = (name: string): ((done: number, all?: number) => void) =>
    progress.step(`${formatCount(orders)} orders: ${name}`)
  step('what is loaded')
  const scripts = await weighScripts(browser)
  const cold = await measureLoads(browser, 'cold', loads, step("loads, nothing in the browser's cache"))
  const warm = await measureLoads(browser, 'warm', loads, step("loads, the page in the browser's cache"))
  const actions = await measureActions(browser, rounds, step('what an admin does'))
  return { scripts, loads: { cold, warm }, actions }
}

/** Has each function that the page calls started, and the one that lists load every order and build what it sorts and searches by. */
async function warmUp(client: TidemarkClient): Promise<void> {
  await client.getSyncStatus()
  for (const field of sortFields) {
    await client.listOrders({ sort: { field, direction: 'asc' }, filter: { search: 'e' }, facets: true })
  }
}
