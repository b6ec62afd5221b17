import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type LaunchOptions,
  type Page,
} from 'playwright-core'

import { findChromium } from './chromium.ts'
import { storedSession, type Credentials } from './sessions.ts'

/** A browser that reaches this machine and nothing else. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch(await browserOptions())
}

export async function browserOptions(): Promise<LaunchOptions> {
  const { executablePath, env } = await findChromium()
  return {
    executablePath,
    env: { ...process.env, ...env },
    // Whoever opens it closes it: Playwright would end the whole process, and not in order.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    // Chromium refuses to run its sandbox as root, which build machines often are.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-quic',
      // Below every request of a page. Routes in the browser's place would switch off its cache.
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  }
}

/** The problems of a context's pages, as they come. A test ends with `expect(problems).toEqual(noProblems)`. */
export interface Problems {
  readonly consoleErrors: string[]
  /** Exceptions and rejections that nobody caught. */
  readonly pageErrors: string[]
  /** Refusals of the Content-Security-Policy: the directive, what was refused, and where. */
  readonly violations: string[]
  /** Addresses elsewhere that a page asked for. Nothing answered. */
  readonly outsideRequests: string[]
}

export const noProblems: Problems = { consoleErrors: [], pageErrors: [], violations: [], outsideRequests: [] }

type Look = Pick<
  BrowserContextOptions,
  | 'colorScheme'
  | 'deviceScaleFactor'
  | 'forcedColors'
  | 'locale'
  | 'permissions'
  | 'reducedMotion'
  | 'timezoneId'
  | 'viewport'
>

export interface ProfileOptions extends Look {
  /** The person who has signed in before; nobody by default. */
  readonly signedInAs?: Credentials
}

/** One person's browser; it shares nothing with another profile. */
export interface Profile {
  readonly context: BrowserContext
  readonly problems: Problems
  close(): Promise<void>
}

export interface PageOptions extends ProfileOptions {
  /** Behind the origin: `#/orders?status=pending`, or `no-such-file`. */
  readonly at?: string
}

export interface OpenPage extends Profile {
  readonly page: Page
}

/** The origin at which Hosting serves the page. */
export function pageOrigin(): string {
  const origin = process.env.HOSTING_EMULATOR_ORIGIN
  if (origin === undefined) throw new Error('The page needs the emulator suite around it: npm run stack')
  return origin
}

/** Runs of a busy shop come 15 to 20 s apart, and a busy machine takes its time. */
const patienceMs = 90_000

/** A new browser profile, in which no page is open. */
export async function openProfile(browser: Browser, { signedInAs, ...look }: ProfileOptions = {}): Promise<Profile> {
  const origin = pageOrigin()
  const localStorage = signedInAs === undefined ? [] : [await storedSession(origin, signedInAs)]
  const context = await browser.newContext({
    viewport: { width: 1_280, height: 800 },
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    ...look,
    storageState: { cookies: [], origins: [{ origin, localStorage }] },
  })
  context.setDefaultTimeout(patienceMs)
  const close = async (): Promise<void> => {
    // An answer that a route was still about to change would fail behind the test, and be blamed on the next one.
    await context.unrouteAll({ behavior: 'ignoreErrors' })
    await context.close()
  }
  return { context, problems: await problemsOf(context), close }
}

/** Opens the page as in a new browser profile, so that no test sees what another left. Returns once its files are loaded. */
export async function openPage(browser: Browser, { at = '', ...options }: PageOptions = {}): Promise<OpenPage> {
  const profile = await openProfile(browser, options)
  const page = await profile.context.newPage()
  await page.goto(`${pageOrigin()}/${at}`)
  return { ...profile, page }
}

async function problemsOf(context: BrowserContext): Promise<Problems> {
  const problems = structuredClone(noProblems)
  context.on('console', (message) => {
    if (message.type() === 'error') problems.consoleErrors.push(`${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (webError) => {
    const error = webError.error()
    problems.pageErrors.push(error.stack ?? error.message)
  })
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (/^(http|ws)s?:$/.test(protocol) && hostname !== '127.0.0.1') problems.outsideRequests.push(request.url())
  })
  await context.exposeFunction('tidemarkViolation', (violation: string) => problems.violations.push(violation))
  // Text, for it runs in the page, whose types are not those of this program.
  await context.addInitScript(`addEventListener('securitypolicyviolation', (event) => {
    const place = event.sourceFile ? ' in ' + event.sourceFile + ':' + event.lineNumber : ''
    tidemarkViolation(event.effectiveDirective + ' refused ' + event.blockedURI + place)
  })`)
  return problems
}
