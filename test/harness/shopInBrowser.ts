import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'

import { localAdmin } from '../../scripts/local/admin.ts'
import { openBrowser, openPage, type OpenPage, type PageOptions } from '../../scripts/browser/browser.ts'
import { openLocalShop, type LocalShop, type LocalShopOptions } from './localShop.ts'

export interface ShopInBrowser {
  /** The shop, once the tests run. */
  readonly local: LocalShop
  /** Opens the page at an address as the admin, or as the options say; it is closed with the test. */
  readonly open: (at?: string, options?: PageOptions) => Promise<OpenPage>
}

/** A shop and a browser for the tests of a file. */
export function shopInBrowser(options: LocalShopOptions): ShopInBrowser {
  let shop: LocalShop | undefined
  let browser: Browser | undefined
  beforeAll(async () => {
    shop = await openLocalShop(options)
    browser = await openBrowser()
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await shop?.close()
  }, 60_000)
  return {
    get local() {
      if (shop === undefined) throw new Error('The shop is open while the tests run.')
      return shop
    },
    open: async (at = '', look = {}) => {
      if (browser === undefined) throw new Error('The browser is open while the tests run.')
      const opened = await openPage(browser, { signedInAs: localAdmin, at, ...look })
      onTestFinished(() => opened.close())
      return opened
    },
  }
}
