import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'

import type { OrderSettings } from '../../functions/src/sources/firestore/settings.ts'
import { openProfile, pageOrigin, type OpenPage, type PageOptions } from '../../tools/browser/browser.ts'
import { localAdmin } from '../../tools/local/admin.ts'
import { connectToSharedBrowser } from './sharedBrowser.ts'
import { startStreamServer, type StreamServer, type StreamsOf } from './streamServer.ts'

export interface StreamsInBrowser extends Pick<StreamServer, 'ask' | 'orders'> {
  /** Opens the page at an address as the admin; it is closed with the test. */
  open(at: string, options?: PageOptions): Promise<OpenPage>
}

/** A shop with many streams and a browser for the tests of a file, which only read; `settings` say how the shop writes its orders. */
export function streamsInBrowser(of: StreamsOf = 'vendors', settings?: OrderSettings): StreamsInBrowser {
  let parts: { readonly server: StreamServer; readonly browser: Browser } | undefined
  beforeAll(async () => {
    parts = { server: await startStreamServer(of, settings), browser: await connectToSharedBrowser() }
    // Some 25 s alone, and many times as long on a busy machine: all that two vendors have is copied.
  }, 600_000)
  afterAll(async () => {
    await parts?.browser.close()
    await parts?.server.close()
  }, 60_000)
  const opened = () => {
    if (parts === undefined) throw new Error('Shop and browser are open while the tests run.')
    return parts
  }
  return {
    ask: (request) => opened().server.ask(request),
    get orders() {
      return opened().server.orders
    },
    open: async (at, options = {}) => {
      const { server, browser } = opened()
      const profile = await openProfile(browser, { signedInAs: localAdmin, ...options })
      onTestFinished(() => profile.close())
      await server.serve(profile.context)
      const page = await profile.context.newPage()
      await page.goto(`${pageOrigin()}/${at}`)
      return { ...profile, page }
    },
  }
}
