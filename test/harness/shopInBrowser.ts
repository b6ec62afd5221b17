import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'

import { openBrowser, openPage, type OpenPage, type PageOptions } from '../../tools/browser/browser.ts'
import { localAdmin } from '../../tools/local/admin.ts'
import type { TidemarkClient } from '../../tools/local/client.ts'
import { openLocalShop, openSharedShop, type LocalShop, type LocalShopOptions } from './localShop.ts'
import { connectToSharedBrowser } from './sharedBrowser.ts'

/** Opens the page at an address as the admin, or as the options say; it is closed with the test. */
type Open = (at?: string, options?: PageOptions) => Promise<OpenPage>

export interface ShopInBrowser {
  /** The shop, once the tests run. */
  readonly local: LocalShop
  readonly open: Open
}

/** A shop and a browser for the tests of a file, which may write. */
export function shopInBrowser(options: LocalShopOptions): ShopInBrowser {
  const parts = partsOfFile(() => openLocalShop(options), openBrowser)
  return {
    get local() {
      return parts.shop()
    },
    open: openIn(parts.browser),
  }
}

export interface SharedShopInBrowser {
  readonly client: TidemarkClient
  readonly browser: Browser
  readonly open: Open
}

/** The shop and the browser that the files in test/suite/web/reading share: their tests write nothing. */
export function sharedShopInBrowser(): SharedShopInBrowser {
  const parts = partsOfFile(openSharedShop, connectToSharedBrowser)
  return {
    get client() {
      return parts.shop().client
    },
    get browser() {
      return parts.browser()
    },
    open: openIn(parts.browser),
  }
}

/** A file's shop and browser, opened before its tests and closed after them. */
function partsOfFile<Shop extends { close(): Promise<void> }>(
  openShop: () => Promise<Shop>,
  open: () => Promise<Browser>,
): { readonly shop: () => Shop; readonly browser: () => Browser } {
  let parts: { readonly shop: Shop; readonly browser: Browser } | undefined
  beforeAll(async () => {
    parts = { shop: await openShop(), browser: await open() }
  }, 180_000)
  afterAll(async () => {
    await parts?.browser.close()
    await parts?.shop.close()
  }, 60_000)
  const opened = () => {
    if (parts === undefined) throw new Error('Shop and browser are open while the tests run.')
    return parts
  }
  return { shop: () => opened().shop, browser: () => opened().browser }
}

function openIn(browser: () => Browser): Open {
  return async (at = '', look = {}) => {
    const opened = await openPage(browser(), { signedInAs: localAdmin, at, ...look })
    onTestFinished(() => opened.close())
    return opened
  }
}
