import type { BrowserContext } from 'playwright-core'

import type { SyncStatusResponse } from '../../functions/src/contract/sync.ts'

/**
 * Lets the status tell the pages of a browser another zone than the suite's functions are set to, which is UTC. All else is the
 * functions' own: the page names its zone in whatever it asks them.
 */
export async function tellZone(context: BrowserContext, timeZone: string): Promise<void> {
  await context.route('**/getSyncStatus', async (route) => {
    // Before the call, a browser asks whether it may call.
    if (route.request().method() !== 'POST') return route.continue()
    const response = await route.fetch()
    const { result } = (await response.json()) as { result: SyncStatusResponse } // The callable protocol's envelope.
    return route.fulfill({ response, json: { result: { ...result, timeZone } } })
  })
}
