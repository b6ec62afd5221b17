import { chromium, type Browser, type BrowserServer } from 'playwright-core'
import { inject } from 'vitest'
import type { TestProject } from 'vitest/node'

import { browserOptions } from '../../tools/browser/browser.ts'

/*
 * One browser for all files of the suite whose tests only read. vitest runs this module's default function once, before the
 * suite's files, and what it returns after them.
 */

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the shared browser. */
    sharedBrowser: string
  }
}

export default async function shareBrowser({ provide }: TestProject): Promise<() => Promise<void>> {
  const server: BrowserServer = await chromium.launchServer({ ...(await browserOptions()), host: '127.0.0.1' })
  provide('sharedBrowser', server.wsEndpoint())
  return () => server.close()
}

/** The shared browser, for one file; closing it closes this file's pages and not the browser itself. */
export function connectToSharedBrowser(): Promise<Browser> {
  return chromium.connect(inject('sharedBrowser'))
}
